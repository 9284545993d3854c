-- What facts say is kept, when it was last looked at, and what was found. Made from the log again at will; the findings
-- themselves are facts too.

-- Every object of the vault that a fact names.
CREATE TABLE perishable.expected_object (
    tenant_id text NOT NULL,
    object text NOT NULL,
    unit uuid,                     -- of the frame, medium or paper in it, as the fact says; nothing else explains that it is gone
    source uuid,
    named_at timestamptz NOT NULL, -- when the first fact named it
    checked_at timestamptz,         -- null until it was read again for the first time
    troubled boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, object)
);
CREATE INDEX expected_object_due ON perishable.expected_object (tenant_id, checked_at NULLS FIRST, object);
CREATE INDEX expected_object_troubled ON perishable.expected_object (tenant_id) WHERE troubled;

-- Every version that a fact captured, with the objects it needs.
CREATE TABLE perishable.expected_version (
    tenant_id text NOT NULL,
    object text NOT NULL,
    version uuid NOT NULL,
    fact uuid NOT NULL,            -- that captured it
    is_medium boolean NOT NULL,    -- false for the object it is read from
    PRIMARY KEY (tenant_id, object, version)
);

-- How far the log was read for the two above.
CREATE TABLE perishable.expected_up_to (
    tenant_id text PRIMARY KEY,
    log int NOT NULL,
    leaf bigint NOT NULL           -- last leaf of that log; -1 before the first
);

-- A pass over everything that is under way, so that one that was broken off goes on where it was.
CREATE TABLE perishable.whole_pass (
    tenant_id text NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, began_at)
);

-- Findings, and whether a later look found the thing whole again. At most one open finding says the same of one thing.
CREATE TABLE perishable.finding (
    tenant_id text NOT NULL,
    finding uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    object text,
    message text NOT NULL,         -- ids, digests and our own words
    found_at timestamptz NOT NULL,
    resolved_at timestamptz,
    PRIMARY KEY (tenant_id, finding)
);
CREATE UNIQUE INDEX finding_open ON perishable.finding (tenant_id, kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX finding_object ON perishable.finding (tenant_id, object) WHERE resolved_at IS NULL;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['expected_object', 'expected_version', 'expected_up_to', 'whole_pass', 'finding'] LOOP
        EXECUTE format('ALTER TABLE perishable.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE perishable.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_only ON perishable.%I USING (tenant_id = current_setting(''archive.tenant'', true))', t);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON perishable.expected_object, perishable.expected_version, perishable.whole_pass, perishable.finding TO archive_app;
GRANT UPDATE (unit, source, checked_at, troubled) ON perishable.expected_object TO archive_app;
GRANT SELECT, INSERT, UPDATE (log, leaf) ON perishable.expected_up_to TO archive_app;
GRANT UPDATE (ended_at) ON perishable.whole_pass TO archive_app;
GRANT UPDATE (resolved_at) ON perishable.finding TO archive_app;
-- The status page counts findings; it does not say of what.
GRANT SELECT (tenant_id, kind, found_at, resolved_at) ON perishable.finding TO archive_web;
