-- Objects of which the last unit is destroyed and that the storage does not let go yet: nothing opens them any more. Tried
-- again until they are gone.
CREATE TABLE perishable.locked_object (
    tenant_id text NOT NULL,
    object text NOT NULL,
    until timestamptz,             -- as the storage says; null if it does not say, as under legal hold
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, object)
);

-- What the worker told of its storage when it started: the status page says so if it may be changed.
CREATE TABLE perishable.storage (
    tenant_id text PRIMARY KEY,
    mutable boolean NOT NULL,      -- ARCHIVE_ALLOW_MUTABLE_STORAGE
    reported_at timestamptz NOT NULL DEFAULT now()
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['locked_object', 'storage'] LOOP
        EXECUTE format('ALTER TABLE perishable.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE perishable.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_only ON perishable.%I USING (tenant_id = current_setting(''archive.tenant'', true))', t);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.locked_object TO archive_app;
GRANT SELECT, INSERT, UPDATE ON perishable.storage TO archive_app;
GRANT SELECT ON perishable.storage TO archive_web;
