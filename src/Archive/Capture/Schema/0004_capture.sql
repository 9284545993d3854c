-- Visits, and which of the platform's things is which of our records. All of it can be destroyed.

-- A visit that is begun is here before its first fact, so that the next one finds out how it ended.
CREATE TABLE perishable.visit (
    tenant_id text NOT NULL,
    visit uuid NOT NULL,
    source uuid NOT NULL,
    started_at timestamptz NOT NULL,
    ended boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, visit)
);
CREATE INDEX visit_not_ended ON perishable.visit (tenant_id, source) WHERE NOT ended;

-- Identity is unique: a thing seen again is the same record, whichever source shows it. Committed before the first fact of the
-- record.
CREATE TABLE perishable.identity (
    tenant_id text NOT NULL,
    platform text NOT NULL,
    space text NOT NULL,           -- within what the platform's ids are unique, such as a server; empty: on all of it
    kind text NOT NULL,            -- of ids that cannot be mistaken for each other, as the platform has them
    platform_id text NOT NULL,
    record uuid NOT NULL,
    unit uuid NOT NULL,
    forget_key bytea NOT NULL,     -- keyed hash of the four: what is left of it after destruction
    PRIMARY KEY (tenant_id, platform, space, kind, platform_id),
    UNIQUE (tenant_id, record)
);

-- Which source showed a record, and by which way. Goes with its identity.
CREATE TABLE perishable.sighting (
    tenant_id text NOT NULL,
    record uuid NOT NULL,
    source uuid NOT NULL,
    way text NOT NULL,
    recorded boolean NOT NULL DEFAULT false, -- a fact says so
    PRIMARY KEY (tenant_id, record, source, way),
    FOREIGN KEY (tenant_id, record) REFERENCES perishable.identity (tenant_id, record) ON DELETE CASCADE
);
CREATE INDEX sighting_source ON perishable.sighting (tenant_id, source);

-- Destroyed things that must not come back: a keyed hash of what the platform calls them, nothing else.
CREATE TABLE perishable.forgotten (
    tenant_id text NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (tenant_id, key)
);

-- A medium is kept once per tenant (a keyed hash of its bytes says whether we have it), wherever it is used.
CREATE TABLE perishable.medium (
    tenant_id text NOT NULL,
    unit uuid NOT NULL,
    key bytea NOT NULL,
    object text NOT NULL,
    digest bytea NOT NULL,
    media_type text NOT NULL,
    length bigint NOT NULL,
    PRIMARY KEY (tenant_id, unit),
    UNIQUE (tenant_id, key)
);
CREATE TABLE perishable.medium_at (
    tenant_id text NOT NULL,
    source uuid NOT NULL,
    url text NOT NULL,
    unit uuid NOT NULL,
    PRIMARY KEY (tenant_id, source, url)
);
CREATE INDEX medium_at_unit ON perishable.medium_at (tenant_id, unit);

-- Which records a medium is kept for: it goes with the last of them.
CREATE TABLE perishable.medium_use (
    tenant_id text NOT NULL,
    unit uuid NOT NULL,
    record uuid NOT NULL,
    PRIMARY KEY (tenant_id, unit, record)
);
CREATE INDEX medium_use_record ON perishable.medium_use (tenant_id, record);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['visit', 'identity', 'sighting', 'forgotten', 'medium', 'medium_at', 'medium_use'] LOOP
        EXECUTE format('ALTER TABLE perishable.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE perishable.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_only ON perishable.%I USING (tenant_id = current_setting(''archive.tenant'', true))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.%I TO archive_app', t);
    END LOOP;
END $$;
GRANT SELECT ON perishable.visit TO archive_web;
