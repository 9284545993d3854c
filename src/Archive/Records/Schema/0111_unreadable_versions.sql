-- Versions that facts captured and that could not be read when their turn came: passed by, so that all others can be read,
-- and tried again. Made from the log again at will, as the records are.
CREATE TABLE perishable.unreadable_version (
    tenant_id text NOT NULL,
    version uuid NOT NULL,
    record uuid NOT NULL,
    source uuid NOT NULL,
    fact uuid NOT NULL,            -- that captured it
    leaf bigint NOT NULL,          -- of that fact
    object text NOT NULL,          -- the first it is read from
    why text NOT NULL,             -- {"en","nl"}: ids, digests and our own words
    since timestamptz NOT NULL DEFAULT now(),
    tries int NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, version)
);
CREATE INDEX unreadable_version_tries ON perishable.unreadable_version (tenant_id, tries, leaf);
CREATE INDEX unreadable_version_record ON perishable.unreadable_version (tenant_id, record);

ALTER TABLE perishable.unreadable_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.unreadable_version FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.unreadable_version USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.unreadable_version TO archive_app;
