-- People at the console of the machine who act without an account: the operating system's name for them. Facts name the id.
CREATE TABLE perishable.operator (
    tenant_id text NOT NULL,
    operator uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    since timestamptz NOT NULL,    -- when they first acted
    PRIMARY KEY (tenant_id, operator),
    UNIQUE (tenant_id, name)
);

ALTER TABLE perishable.operator ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.operator FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.operator USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT ON perishable.operator TO archive_app;
