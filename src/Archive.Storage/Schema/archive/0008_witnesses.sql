-- What witnesses say of our checkpoints (docs/evidence-format.md, "Witnesses").

-- Every cosignature we were given. A row is valid if and only if
--   (1) witness is a vkey of type 0x04, and
--   (2) line is a signature line by it that holds under the text of the checkpoint of that origin and size.
CREATE TABLE archive.log_cosignature (
    tenant_id character varying NOT NULL,
    origin text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    witness text NOT NULL,
    line text NOT NULL,
    cosigned_at timestamp with time zone NOT NULL, -- by the witness's clock
    kept_at timestamp with time zone NOT NULL,     -- by ours
    CONSTRAINT pk_log_cosignature PRIMARY KEY (tenant_id, origin, size, witness)
);

CREATE TRIGGER cosignatures_are_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.log_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();

-- How it stands with each witness we were told to ask. This is state, not evidence.
CREATE TABLE archive.log_witness (
    tenant_id character varying NOT NULL,
    witness text NOT NULL,                          -- its vkey
    asked_at timestamp with time zone NOT NULL,     -- last time
    cosigned_size bigint,                           -- of the last checkpoint it cosigned; null before the first
    cosigned_at timestamp with time zone,
    waiting_since timestamp with time zone,         -- the newest checkpoint is not cosigned by it; null if it is
    trouble text CHECK (trouble IN ('NoAnswer', 'Refused', 'Contradicted')),
    CONSTRAINT pk_log_witness PRIMARY KEY (tenant_id, witness)
);

GRANT SELECT, INSERT ON archive.log_cosignature TO archive_sequencer;
GRANT SELECT, INSERT, UPDATE, DELETE ON archive.log_witness TO archive_sequencer;
GRANT SELECT ON archive.log_cosignature, archive.log_witness TO archive_app, archive_web;

ALTER TABLE archive.log_cosignature ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_cosignature FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_cosignature USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE archive.log_witness ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_witness FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_witness USING (tenant_id = current_setting('archive.tenant', true));
