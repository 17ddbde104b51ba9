-- Whether a bill of theirs is held back, patients read with it. A mark is a keyed hash: it says nothing to whoever has not the visit.
CREATE POLICY read_by_patients ON detours_mark FOR SELECT USING (
    paravent_purpose() = 'PATRQT' AND paravent_actor() IS NOT NULL);
