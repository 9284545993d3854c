-- A log whose end was lost is not continued: a new one is opened, which holds every fact from the first on
-- (docs/decisions/0065). Rows of the logs before stay as they are.

ALTER TABLE archive.log_leaf
    ADD COLUMN log int NOT NULL DEFAULT 1 CHECK (log >= 1),
    DROP CONSTRAINT pk_log_leaf,
    DROP CONSTRAINT log_leaf_once,
    ADD CONSTRAINT pk_log_leaf PRIMARY KEY (tenant_id, log, leaf),
    ADD CONSTRAINT log_leaf_once UNIQUE (event_id, log);
ALTER TABLE archive.log_tile
    ADD COLUMN log int NOT NULL DEFAULT 1 CHECK (log >= 1),
    DROP CONSTRAINT pk_log_tile,
    ADD CONSTRAINT pk_log_tile PRIMARY KEY (tenant_id, log, level, tile_index);
ALTER TABLE archive.log_checkpoint
    ADD COLUMN log int NOT NULL DEFAULT 1 CHECK (log >= 1),
    DROP CONSTRAINT pk_log_checkpoint,
    ADD CONSTRAINT pk_log_checkpoint PRIMARY KEY (tenant_id, log, size);

-- Log 1 needs no opening. The current log is the one with the highest number.
-- A row is valid if and only if
--   (1) `before` is the last checkpoint, kept outside the database, of a log with a lower number, and
--   (2) the log's leaf 0 is of the fact `fact`, whose data has as `note` the SHA-256 of `before`.
CREATE TABLE archive.log_opened (
    tenant_id character varying NOT NULL,
    log int NOT NULL CHECK (log >= 2),
    fact uuid NOT NULL,
    before bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_log_opened PRIMARY KEY (tenant_id, log)
);

CREATE TRIGGER openings_are_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.log_opened
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
ALTER TABLE archive.log_opened ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_opened FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_opened USING (tenant_id = current_setting('archive.tenant', true));

GRANT SELECT, INSERT ON archive.log_opened TO archive_sequencer;
GRANT SELECT ON archive.log_opened TO archive_app, archive_web;
GRANT INSERT ON archive.log_inbox TO archive_sequencer; -- every fact waits again, for the new log
