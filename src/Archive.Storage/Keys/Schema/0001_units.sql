-- The secrets of units: what is destroyed together. Deleting a row destroys everything sealed or committed to under it.

CREATE SCHEMA IF NOT EXISTS perishable;
GRANT USAGE ON SCHEMA perishable TO archive_app, archive_web;

-- A row is valid if and only if `sealed` is nonce (12) || AES-256-GCM ciphertext (32) || tag (16) of the secret under the
-- key-encryption key `key_id`, with associated data that name tenant, unit and key (docs/evidence-format.md).
CREATE TABLE perishable.unit_secret (
    tenant_id text NOT NULL,
    unit uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('record', 'medium', 'frame', 'request-details', 'note')),
    key_id text NOT NULL,
    sealed bytea NOT NULL CHECK (octet_length(sealed) = 60),
    created_at timestamptz NOT NULL DEFAULT now(), -- for the sweep of secrets that no fact ever named
    PRIMARY KEY (tenant_id, unit)
);

ALTER TABLE perishable.unit_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.unit_secret FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.unit_secret USING (tenant_id = current_setting('archive.tenant', true));

-- No grant to archive_web: it never sees a secret, sealed or not. UPDATE is for a change of key-encryption key only.
GRANT SELECT, INSERT, DELETE ON perishable.unit_secret TO archive_app;
GRANT UPDATE (key_id, sealed) ON perishable.unit_secret TO archive_app;
