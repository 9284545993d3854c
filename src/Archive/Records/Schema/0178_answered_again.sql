-- The last fact that a kept answer came again. Made from the log again at will, as the records are.
CREATE TABLE perishable.answered_again (
    tenant_id text NOT NULL,
    object text NOT NULL,          -- the answer
    fact uuid NOT NULL,
    leaf bigint NOT NULL,          -- of that fact
    at timestamptz NOT NULL,       -- when that was recorded
    PRIMARY KEY (tenant_id, object)
);
ALTER TABLE perishable.answered_again ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.answered_again FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.answered_again USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.answered_again TO archive_app;
