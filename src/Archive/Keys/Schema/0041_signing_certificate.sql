-- The certificate that signs a tenant's exports now, for those who may not see the file: what it is, and until when.

CREATE TABLE perishable.signing_certificate (
    tenant_id text PRIMARY KEY,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),  -- SHA-256 of the certificate
    not_after timestamptz NOT NULL,
    development boolean NOT NULL
);

ALTER TABLE perishable.signing_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.signing_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.signing_certificate USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE (fingerprint, not_after, development) ON perishable.signing_certificate TO archive_app;
GRANT SELECT ON perishable.signing_certificate TO archive_web;
