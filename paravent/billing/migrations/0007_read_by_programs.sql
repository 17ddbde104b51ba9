-- What a program reads has left the house as well, and keeps since when. A program that acts itself, for patients it cares for, notes
-- that and nothing else of a bill.
CREATE POLICY handed_to_a_program ON billing_bill FOR UPDATE
    USING (paravent_purpose() = 'HPAYMT' AND (SELECT paravent_has_role('program'))
           AND patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));

CREATE OR REPLACE FUNCTION paravent_guard_handing_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.handed_out_at IS NOT NULL OR NOT paravent_has_role('reception', 'system', 'program') THEN
        RAISE insufficient_privilege USING MESSAGE = 'what left the house keeps its day';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION paravent_guard_bill_from_programs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF paravent_has_role('program') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a program bills nothing and takes nothing back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_bill_from_programs
    BEFORE UPDATE OF sealed_end, taken_back_by, taken_back_at, number, numbered_at ON billing_bill FOR EACH ROW
    EXECUTE FUNCTION paravent_guard_bill_from_programs();
