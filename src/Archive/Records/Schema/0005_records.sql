-- Records as people read and search them: made from facts and vault, and made again at will.

CREATE TABLE perishable.projection (
    tenant_id text NOT NULL,
    name text NOT NULL,
    leaf bigint NOT NULL,          -- last leaf of the log that was taken in; -1 before the first
    log int NOT NULL DEFAULT 1 CHECK (log >= 1), -- of which the leaf is
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE perishable.record (
    tenant_id text NOT NULL,
    record uuid NOT NULL,
    unit uuid NOT NULL,
    platform text NOT NULL,
    kind text NOT NULL,
    platform_id text NOT NULL,
    in_reply_to text,              -- the platform's id of what it answers; the last that was told
    parent uuid,                   -- the record that it answers, as facts have it
    thread uuid,                   -- the record its thread begins with, as facts have it
    url text,
    author_handle text,
    author_name text,
    posted_at timestamptz NOT NULL,
    first_seen_at timestamptz NOT NULL,
    versions int NOT NULL,
    gone_at timestamptz,           -- when its absence was found; null while it is there
    replies bigint,
    shares bigint,
    likes bigint,
    PRIMARY KEY (tenant_id, record)
);
CREATE INDEX record_posted_at ON perishable.record (tenant_id, posted_at, record);

CREATE TABLE perishable.record_version (
    tenant_id text NOT NULL,
    version uuid NOT NULL,
    record uuid NOT NULL,
    source uuid NOT NULL,          -- that showed this version
    ordinal int NOT NULL,
    leaf bigint NOT NULL,
    fact uuid NOT NULL,
    captured_at timestamptz NOT NULL,
    edited_at timestamptz,
    read_from text NOT NULL,
    mapper text NOT NULL,
    members bytea COMPRESSION lz4 NOT NULL, -- JCS array of [path, value]: what the fact's commitment is over
    media bytea NOT NULL,          -- JCS array of [index, unit, object]
    pieces bytea NOT NULL,         -- JCS array of [object, piece]
    root text NOT NULL,
    body text NOT NULL,            -- for search by pattern: text without U+0000
    handles text[] NOT NULL,       -- author and mentions, without @, lower case
    tags text[] NOT NULL,          -- without #, lower case
    search tsvector NOT NULL,
    PRIMARY KEY (tenant_id, version),
    UNIQUE (tenant_id, record, ordinal)
);
CREATE INDEX record_version_search ON perishable.record_version USING gin (search);
CREATE INDEX record_version_handles ON perishable.record_version USING gin (handles);
CREATE INDEX record_version_tags ON perishable.record_version USING gin (tags);

CREATE TABLE perishable.gap (
    tenant_id text NOT NULL,
    fact uuid NOT NULL,
    leaf bigint NOT NULL,
    at timestamptz NOT NULL,
    source uuid NOT NULL,
    visit uuid NOT NULL,
    record uuid,
    endpoint text NOT NULL,
    cause text NOT NULL,
    status int,
    PRIMARY KEY (tenant_id, fact)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['projection', 'record', 'record_version', 'gap'] LOOP
        EXECUTE format('ALTER TABLE perishable.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE perishable.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_only ON perishable.%I USING (tenant_id = current_setting(''archive.tenant'', true))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.%I TO archive_app', t);
        EXECUTE format('GRANT SELECT ON perishable.%I TO archive_web', t);
    END LOOP;
END $$;
