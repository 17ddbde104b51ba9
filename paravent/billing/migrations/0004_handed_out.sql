GRANT UPDATE (handed_out_at) ON billing_bill TO paravent_app;

-- Said by whoever hands it out, once: a bill that is wrong and has left the house is told as such as long as it is kept.
CREATE FUNCTION paravent_guard_handing_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.handed_out_at IS NOT NULL OR NOT paravent_has_role('reception', 'system') THEN
        RAISE insufficient_privilege USING MESSAGE = 'what left the house keeps its day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_handing_out BEFORE UPDATE OF handed_out_at ON billing_bill FOR EACH ROW
    WHEN (NEW.handed_out_at IS DISTINCT FROM OLD.handed_out_at) EXECUTE FUNCTION paravent_guard_handing_out();
