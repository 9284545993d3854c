-- How each time-stamp authority is doing: for the status page, written by the worker after each look, made again at will.
CREATE TABLE perishable.time_stamp (
    tenant_id text NOT NULL,
    authority text NOT NULL,       -- its address
    last_at timestamptz,           -- what is recorded before this moment is time-stamped; null before the first token
    overdue_since timestamptz,     -- when the oldest checkpoint that still waits was anchored; null while all is well
    PRIMARY KEY (tenant_id, authority)
);
ALTER TABLE perishable.time_stamp ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.time_stamp FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.time_stamp USING (tenant_id = current_setting('archive.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON perishable.time_stamp TO archive_app;
GRANT SELECT ON perishable.time_stamp TO archive_web;
