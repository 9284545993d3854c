-- What is watched.

CREATE TABLE perishable.source (
    tenant_id text NOT NULL,
    source uuid NOT NULL,
    platform text NOT NULL,
    handle text NOT NULL,
    server text NOT NULL,
    basis text NOT NULL,
    watched_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, source),
    UNIQUE (tenant_id, platform, handle)
);

ALTER TABLE perishable.source ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.source FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.source USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.source TO archive_app;
GRANT SELECT ON perishable.source TO archive_web;
