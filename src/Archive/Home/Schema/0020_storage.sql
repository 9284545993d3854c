-- What the worker told of its storage when it started: the status page says so if it may be changed.
CREATE TABLE perishable.storage (
    tenant_id text PRIMARY KEY,
    mutable boolean NOT NULL,      -- ARCHIVE_ALLOW_MUTABLE_STORAGE
    reported_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE perishable.storage ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.storage FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.storage USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE ON perishable.storage TO archive_app;
GRANT SELECT ON perishable.storage TO archive_web;
