-- How far the log was verified. It saves time and proves nothing: a whole pass does not look at it.
CREATE TABLE perishable.verified_log (
    tenant_id text NOT NULL PRIMARY KEY,
    log int NOT NULL,
    size bigint NOT NULL,          -- leaves that were in order,
    root text NOT NULL,            -- and the root over them
    read_to bigint NOT NULL,       -- where the part that was read again ended
    verified_at timestamptz NOT NULL
);
ALTER TABLE perishable.verified_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.verified_log FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.verified_log USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.verified_log TO archive_app;
