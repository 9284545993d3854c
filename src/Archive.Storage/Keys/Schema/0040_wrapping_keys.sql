-- Which key-encryption keys seal secrets of which tenant. The keys themselves are files; here are their ids only.

CREATE TABLE perishable.wrapping_key (
    tenant_id text NOT NULL,
    key_id text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,         -- from here on no new secret is sealed under it: a newer key took its place
    emptied_at timestamptz,        -- from here on no row of this tenant needs it
    PRIMARY KEY (tenant_id, key_id),
    CHECK (emptied_at IS NULL OR closed_at IS NOT NULL)
);

ALTER TABLE perishable.wrapping_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.wrapping_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.wrapping_key USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE (closed_at, emptied_at) ON perishable.wrapping_key TO archive_app;

-- What is sealed already. The owner sees no tenant's rows while row-level security is forced on him.
ALTER TABLE perishable.unit_secret NO FORCE ROW LEVEL SECURITY;
ALTER TABLE perishable.wrapping_key NO FORCE ROW LEVEL SECURITY;
INSERT INTO perishable.wrapping_key (tenant_id, key_id, since)
SELECT tenant_id, key_id, min(created_at) FROM perishable.unit_secret GROUP BY tenant_id, key_id;
ALTER TABLE perishable.wrapping_key FORCE ROW LEVEL SECURITY;
ALTER TABLE perishable.unit_secret FORCE ROW LEVEL SECURITY;

-- The key by which a tenant's media are recognised is sealed like a unit's secret, and there is one.
ALTER TABLE perishable.unit_secret DROP CONSTRAINT unit_secret_kind_check;
ALTER TABLE perishable.unit_secret ADD CONSTRAINT unit_secret_kind_check
    CHECK (kind IN ('record', 'medium', 'frame', 'request-details', 'note', 'medium-key'));
CREATE UNIQUE INDEX unit_secret_one_medium_key ON perishable.unit_secret (tenant_id) WHERE kind = 'medium-key';
