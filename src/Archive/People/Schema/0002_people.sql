-- Officers: names and password hashes, which facts never hold. Facts name the officer's id only.

CREATE SCHEMA IF NOT EXISTS perishable;
GRANT USAGE ON SCHEMA perishable TO archive_app, archive_web;

CREATE TABLE perishable.officer (
    tenant_id text NOT NULL,
    officer uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    roles text[] NOT NULL CHECK (cardinality(roles) > 0),
    -- PBKDF2 with HMAC-SHA256 (RFC 8018 section 5.2), 32 bytes out of at least 16 bytes of salt
    password_iterations int NOT NULL CHECK (password_iterations >= 600000),
    password_salt bytea NOT NULL CHECK (octet_length(password_salt) >= 16),
    password_hash bytea NOT NULL CHECK (octet_length(password_hash) = 32),
    created_at timestamptz NOT NULL,
    active boolean NOT NULL,
    PRIMARY KEY (tenant_id, officer)
);
CREATE UNIQUE INDEX officer_name ON perishable.officer (tenant_id, lower(name));

-- Wrong passwords in a row, per name asked for (SHA-256 of it), whether or not an account has that name.
CREATE TABLE perishable.sign_in_failure (
    tenant_id text NOT NULL,
    name_digest bytea NOT NULL CHECK (octet_length(name_digest) = 32),
    failures int NOT NULL CHECK (failures >= 0),
    until timestamptz,
    PRIMARY KEY (tenant_id, name_digest)
);

-- An account is closed, never removed: facts name it.
GRANT SELECT, INSERT, UPDATE ON perishable.officer TO archive_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.sign_in_failure TO archive_app;

ALTER TABLE perishable.officer ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.officer FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.officer USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE perishable.sign_in_failure ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.sign_in_failure FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.sign_in_failure USING (tenant_id = current_setting('archive.tenant', true));
