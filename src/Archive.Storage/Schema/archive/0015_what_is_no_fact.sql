-- What can be told of one column is refused where it is recorded, whoever records it; what only reading tells, a fraction
-- in the data say, the sequencer sets aside (docs/decisions/0115). Marten keeps constraints and triggers it does not know.
-- NOT VALID: rows from before stay as they are, and every new one is checked.

-- A stream, a correlation and a causation are version 4 UUIDs in lower case (docs/evidence-format.md, "Fact"). A regular
-- expression would say the same at four times the cost.
ALTER TABLE archive.mt_events
    ADD CONSTRAINT stream_is_an_id CHECK (stream_id IS NOT NULL
        AND stream_id LIKE '________-____-4___-____-____________' AND stream_id::uuid::text = stream_id) NOT VALID,
    ADD CONSTRAINT correlation_is_an_id CHECK (
        correlation_id LIKE '________-____-4___-____-____________' AND correlation_id::uuid::text = correlation_id) NOT VALID,
    ADD CONSTRAINT causation_is_an_id CHECK (
        causation_id LIKE '________-____-4___-____-____________' AND causation_id::uuid::text = causation_id) NOT VALID,
    ADD CONSTRAINT headers_are_an_object CHECK (jsonb_typeof(headers) IN ('object', 'null')) NOT VALID, -- null: Marten's none
    ADD CONSTRAINT data_is_an_object CHECK (jsonb_typeof(data) = 'object') NOT VALID,
    ADD CONSTRAINT version_counts_from_1 CHECK (version BETWEEN 1 AND 9007199254740991) NOT VALID,
    ADD CONSTRAINT moment_has_four_digits_of_year
        CHECK ("timestamp" >= '0001-01-01 00:00:00Z' AND "timestamp" < '9999-12-31 23:59:59.999999Z') NOT VALID;
ALTER TABLE archive.mt_streams
    ADD CONSTRAINT stream_is_an_id CHECK (id LIKE '________-____-4___-____-____________' AND id::uuid::text = id) NOT VALID,
    ADD CONSTRAINT version_counts_facts CHECK (version IS NOT NULL AND version >= 0) NOT VALID;

-- A version that goes down would let a second fact take a place in its stream that the log has given already.
CREATE FUNCTION archive.refuse_lower_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Stream % stands at version % and is not set back to %.', OLD.id, OLD.version, NEW.version
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'A version counts the facts of its stream, and facts are only ever added.';
END $$;
CREATE TRIGGER versions_only_rise BEFORE UPDATE ON archive.mt_streams
    FOR EACH ROW WHEN (NEW.version < OLD.version) EXECUTE FUNCTION archive.refuse_lower_version();

-- Rows that the sequencer passed by, so that the log goes on. A row is valid if and only if the row of mt_events with that
-- seq_id is no fact (docs/evidence-format.md, "Fact"), or its stream has not the version before it.
CREATE TABLE archive.log_set_aside (
    tenant_id character varying NOT NULL,
    seq_id bigint NOT NULL,
    CONSTRAINT pk_log_set_aside PRIMARY KEY (tenant_id, seq_id)
);
GRANT SELECT, INSERT, DELETE ON archive.log_set_aside TO archive_sequencer; -- it looks again at each start
GRANT SELECT ON archive.log_set_aside TO archive_app;
ALTER TABLE archive.log_set_aside ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_set_aside FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_set_aside USING (tenant_id = current_setting('archive.tenant', true));
