-- The anchor log over all tenants' checkpoints (docs/evidence-format.md, "Anchor log"; docs/decisions/0075). What is in its
-- own tables is of no tenant: digests of signed notes, which tell nothing of whom or how many.

-- A row is valid if and only if leaf is one more than the leaf before it, the first being 0, and commitment is the SHA-256
-- of a tenant's whole checkpoint note.
CREATE TABLE archive.anchor_leaf (
    leaf bigint NOT NULL CHECK (leaf >= 0),
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
    CONSTRAINT pk_anchor_leaf PRIMARY KEY (leaf),
    CONSTRAINT anchor_leaf_once UNIQUE (commitment)
);

-- Every checkpoint of the anchor log that was signed, as the whole note.
CREATE TABLE archive.anchor_checkpoint (
    size bigint NOT NULL CHECK (size > 0),
    note bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_anchor_checkpoint PRIMARY KEY (size)
);

-- The tenant's own: which of its checkpoints is which leaf, as the whole note that was anchored.
CREATE TABLE archive.anchor_note (
    tenant_id character varying NOT NULL,
    leaf bigint NOT NULL CHECK (leaf >= 0),
    note bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_anchor_note PRIMARY KEY (tenant_id, leaf),
    CONSTRAINT anchor_note_once UNIQUE (leaf)
);

-- RFC 3161 tokens. A row is valid if and only if digest = sha256(token), and token is a time-stamp token over the SHA-256
-- of the text of the anchor checkpoint of that size; if it renews another, over the SHA-256 of that token followed by the
-- text; and path leads from the signer's certificate, the first, to the authority's root, the last.
CREATE TABLE archive.anchor_token (
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    size bigint NOT NULL REFERENCES archive.anchor_checkpoint,
    authority text NOT NULL,                              -- its address
    token bytea NOT NULL,
    path bytea[] NOT NULL,
    renews bytea REFERENCES archive.anchor_token,
    stamped_at timestamp with time zone NOT NULL,         -- what the token proves: before this moment
    valid_until timestamp with time zone NOT NULL,        -- when the first certificate on the path expires
    policy text NOT NULL,
    obtained_at timestamp with time zone NOT NULL,        -- by our clock
    CONSTRAINT pk_anchor_token PRIMARY KEY (digest)
);
CREATE INDEX anchor_token_of ON archive.anchor_token (authority, size);
CREATE INDEX anchor_token_until ON archive.anchor_token (valid_until);
CREATE INDEX anchor_token_renews ON archive.anchor_token (renews);

-- What the issuers of the certificates on a token's path said of their revocation when the token came; null with the
-- reason where nothing could be had.
CREATE TABLE archive.anchor_revocation (
    digest bytea NOT NULL REFERENCES archive.anchor_token,
    certificate int NOT NULL CHECK (certificate >= 0),    -- place on the path
    crl bytea,
    absent text,
    fetched_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_anchor_revocation PRIMARY KEY (digest, certificate),
    CONSTRAINT had_or_not CHECK ((crl IS NULL) <> (absent IS NULL))
);

-- Under which stream a tenant records what came of an authority.
CREATE TABLE archive.anchor_stream (
    tenant_id character varying NOT NULL,
    authority text NOT NULL,
    stream uuid NOT NULL,
    CONSTRAINT pk_anchor_stream PRIMARY KEY (tenant_id, authority)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['anchor_leaf', 'anchor_checkpoint', 'anchor_note', 'anchor_token', 'anchor_revocation', 'anchor_stream'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.%I FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change()', t || '_is_only_added_to', t);
        EXECUTE format('GRANT SELECT, INSERT ON archive.%I TO archive_sequencer', t);
        EXECUTE format('GRANT SELECT ON archive.%I TO archive_app', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['anchor_note', 'anchor_stream'] LOOP
        EXECUTE format('ALTER TABLE archive.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE archive.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_only ON archive.%I USING (tenant_id = current_setting(''archive.tenant'', true))', t);
    END LOOP;
END $$;
