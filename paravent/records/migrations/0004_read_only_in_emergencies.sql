-- A broken glass lets somebody read. Whatever is written into a file is written in a visit, where its author answers for it.
DO $$
DECLARE
    place text;
BEGIN
    FOREACH place IN ARRAY ARRAY['records_resource', 'records_earlier', 'records_blob'] LOOP
        EXECUTE format($p$
            CREATE POLICY not_written_in_an_emergency ON %I AS RESTRICTIVE FOR INSERT
                WITH CHECK (paravent_purpose() IS DISTINCT FROM 'ETREAT')$p$, place);
        EXECUTE format($p$
            CREATE POLICY not_rewritten_in_an_emergency ON %I AS RESTRICTIVE FOR UPDATE
                USING (paravent_purpose() IS DISTINCT FROM 'ETREAT')$p$, place);
    END LOOP;
END $$;
