-- Judging accesses asks who broke a glass, when, and what the review found. The reasons themselves stay sealed.
CREATE POLICY seen_to_judge ON emergency_glass FOR SELECT USING ((SELECT paravent_has_role('system')));
