-- Which entries of the destruction journal were carried out in this database. The journal is outside: an entry that is done
-- there and unknown here says that this database was put back from a back-up made before (docs/decisions/0066).
CREATE TABLE perishable.destruction_applied (
    tenant_id text NOT NULL,
    destruction uuid NOT NULL,
    PRIMARY KEY (tenant_id, destruction)
);

ALTER TABLE perishable.destruction_applied ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.destruction_applied FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.destruction_applied USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT ON perishable.destruction_applied TO archive_app;
