-- The tamper-evident log over the facts: one per tenant (docs/evidence-format.md, "Leaf and log").

-- What is recorded and not yet in the log. Filled by trigger, emptied by the sequencer.
CREATE TABLE archive.log_inbox (
    tenant_id character varying NOT NULL,
    seq_id bigint NOT NULL,
    CONSTRAINT pk_log_inbox PRIMARY KEY (tenant_id, seq_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000); -- it is a queue: mostly dead rows

-- A row is valid if and only if
--   (1) leaf is one more than the leaf before it of the same tenant, the first being 0, and
--   (2) commitment = sha256('archive/fact/v1' || LF || statement of the fact with id event_id and that seq_id).
CREATE TABLE archive.log_leaf (
    tenant_id character varying NOT NULL,
    leaf bigint NOT NULL CHECK (leaf >= 0),
    seq_id bigint NOT NULL,
    event_id uuid NOT NULL,
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
    CONSTRAINT pk_log_leaf PRIMARY KEY (tenant_id, leaf),
    CONSTRAINT log_leaf_once UNIQUE (event_id)
);

-- Full tiles of c2sp.org/tlog-tiles; those that are not full yet are derived from the leaves, or from the roots of the
-- tiles below. A row is valid if and only if
--   (1) hashes are the 256 leaf hashes (level 0), or the roots of the 256 tiles below (other levels), in order, and
--   (2) root is the RFC 6962 root over hashes.
CREATE TABLE archive.log_tile (
    tenant_id character varying NOT NULL,
    level int NOT NULL CHECK (level BETWEEN 0 AND 7),
    tile_index bigint NOT NULL CHECK (tile_index >= 0),
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    CONSTRAINT pk_log_tile PRIMARY KEY (tenant_id, level, tile_index)
);
-- Hashes do not compress; outside the row they do not stand in the way of reading roots.
ALTER TABLE archive.log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Every checkpoint that was signed, as the whole note.
CREATE TABLE archive.log_checkpoint (
    tenant_id character varying NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    note bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_log_checkpoint PRIMARY KEY (tenant_id, size)
);

-- Whoever records a fact puts it in the inbox: this product, Marten, or someone with a SQL prompt.
CREATE FUNCTION archive.put_in_inbox() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO archive.log_inbox (tenant_id, seq_id) SELECT tenant_id, seq_id FROM added;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION archive.put_in_inbox() FROM PUBLIC;

CREATE TRIGGER events_reach_the_inbox AFTER INSERT ON archive.mt_events
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive.put_in_inbox();
ALTER TABLE archive.mt_events ENABLE ALWAYS TRIGGER events_reach_the_inbox;

CREATE TRIGGER leaves_are_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.log_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
CREATE TRIGGER tiles_are_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.log_tile
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
CREATE TRIGGER checkpoints_are_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.log_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();

GRANT SELECT, DELETE ON archive.log_inbox TO archive_sequencer;
GRANT SELECT, INSERT ON archive.log_leaf, archive.log_tile, archive.log_checkpoint TO archive_sequencer;
GRANT SELECT ON archive.log_inbox, archive.log_leaf, archive.log_tile, archive.log_checkpoint TO archive_app, archive_web;

-- The inbox binds everyone but its owner, as whom the trigger writes: it takes the tenant from the fact itself, so that a
-- writer who named no tenant cannot keep a fact out of the log.
ALTER TABLE archive.log_inbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_inbox USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE archive.log_leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_leaf FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_leaf USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE archive.log_tile ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_tile FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_tile USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE archive.log_checkpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.log_checkpoint FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.log_checkpoint USING (tenant_id = current_setting('archive.tenant', true));
