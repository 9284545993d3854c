-- Objects of which the last unit is destroyed and that the storage does not let go yet: nothing opens them any more. Tried
-- again until they are gone.
CREATE TABLE perishable.locked_object (
    tenant_id text NOT NULL,
    object text NOT NULL,
    until timestamptz,             -- as the storage says; null if it does not say, as under legal hold
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, object)
);

ALTER TABLE perishable.locked_object ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.locked_object FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.locked_object USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.locked_object TO archive_app;
