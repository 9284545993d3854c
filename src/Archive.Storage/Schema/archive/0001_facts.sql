-- Facts in Marten 9's own table layout (string streams that hold random UUIDs, conjoined tenancy, all metadata), so that
-- Marten opens the same database. Nothing of ours is added to Marten's tables but triggers, policies and grants: Marten
-- drops columns it does not know. The foreign key from events to streams is left out, as Marten appends without it.

CREATE SCHEMA IF NOT EXISTS archive;
GRANT USAGE ON SCHEMA archive TO archive_app, archive_sequencer, archive_web;

CREATE TABLE archive.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false,
    CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)
);

CREATE TABLE archive.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false,
    CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id)
);
CREATE UNIQUE INDEX idx_mt_events_event_id ON archive.mt_events USING btree (id);
CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON archive.mt_events USING btree (tenant_id, stream_id, version);

CREATE SEQUENCE archive.mt_events_sequence START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE archive.mt_events_sequence OWNED BY archive.mt_events.seq_id;

CREATE TABLE archive.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp(),
    CONSTRAINT pk_mt_event_progression PRIMARY KEY (name)
);
CREATE TABLE archive.mt_high_water_skips (
    ending_sequence bigint NOT NULL,
    starting_sequence bigint NOT NULL,
    "timestamp" timestamp with time zone DEFAULT transaction_timestamp(),
    CONSTRAINT pkey_mt_high_water_skips_ending_sequence PRIMARY KEY (ending_sequence)
);
CREATE TABLE archive.mt_doc_deadletterevent (
    id uuid NOT NULL,
    data jsonb NOT NULL,
    mt_last_modified timestamp with time zone DEFAULT transaction_timestamp(),
    mt_version uuid DEFAULT (md5(((random())::text || (clock_timestamp())::text)))::uuid NOT NULL,
    mt_dotnet_type character varying,
    CONSTRAINT pkey_mt_doc_deadletterevent_id PRIMARY KEY (id)
);

-- Facts are added and read, never changed: by grant, and by trigger for whoever has more rights than they should.
GRANT SELECT, INSERT ON archive.mt_events TO archive_app;
GRANT SELECT, INSERT, UPDATE (version, "timestamp") ON archive.mt_streams TO archive_app;
GRANT USAGE ON SEQUENCE archive.mt_events_sequence TO archive_app;
GRANT SELECT ON archive.mt_events, archive.mt_streams TO archive_sequencer, archive_web;

-- Facts arrive by COPY into a table of the session's own.
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO archive_app', current_database()); END $$;

CREATE FUNCTION archive.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %.% is refused: facts and their log are only ever added to.', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Record a new fact that corrects the old one; destruction has a procedure of its own.';
END $$;

CREATE TRIGGER events_are_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON archive.mt_events
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();
CREATE TRIGGER streams_are_never_removed BEFORE DELETE OR TRUNCATE ON archive.mt_streams
    FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_change();

-- A session sees and writes the facts of one tenant: the one it named with set_config('archive.tenant', …).
ALTER TABLE archive.mt_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.mt_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.mt_events USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE archive.mt_streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive.mt_streams FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON archive.mt_streams USING (tenant_id = current_setting('archive.tenant', true));
