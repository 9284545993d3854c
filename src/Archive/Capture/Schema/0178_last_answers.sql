-- Where the answer is kept that a question of a source had last, so that one that comes again is named and not kept once more. All of
-- it can go: then each answer is kept once again.
CREATE TABLE perishable.last_answer (
    tenant_id text NOT NULL,
    source uuid NOT NULL,
    question bytea NOT NULL,       -- keyed hash of what was asked, and of the status
    object text NOT NULL,
    unasked_since timestamptz,     -- null if the last visit asked it
    PRIMARY KEY (tenant_id, source, question)
);
ALTER TABLE perishable.last_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.last_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.last_answer USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.last_answer TO archive_app;
