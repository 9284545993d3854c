-- What the web host may read of this database: how it stands with the witnesses (docs/decisions/0130).
CREATE SCHEMA web;
GRANT USAGE ON SCHEMA web TO archive_web;
REVOKE ALL ON ALL TABLES IN SCHEMA archive FROM archive_web;
REVOKE ALL ON SCHEMA archive FROM archive_web;

CREATE VIEW web.witness WITH (security_barrier) AS
    SELECT tenant_id, witness, cosigned_size, cosigned_at, waiting_since, trouble FROM archive.log_witness;
GRANT SELECT ON web.witness TO archive_web;

-- Who reads facts with a program of their own, such as Marten: facts and streams, nothing else, and no other database.
GRANT USAGE ON SCHEMA archive TO archive_reader;
GRANT SELECT ON archive.mt_events, archive.mt_streams TO archive_reader;
