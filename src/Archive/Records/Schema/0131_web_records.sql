-- How many records there are, and what was not obtained: no text, no name, no record by itself (docs/decisions/0130). Of each
-- source the versions that it showed first, and the records of those.
CREATE VIEW web.records WITH (security_barrier) AS
    SELECT tenant_id, v.source, count(DISTINCT record) AS records, count(*) AS versions,
        count(DISTINCT record) FILTER (WHERE gone_at IS NOT NULL) AS gone
    FROM perishable.record JOIN perishable.record_version v USING (tenant_id, record)
    GROUP BY tenant_id, v.source;

CREATE VIEW web.gaps WITH (security_barrier) AS
    SELECT tenant_id, source, cause, count(*) AS gaps, max(at) AS last_at
    FROM perishable.gap GROUP BY tenant_id, source, cause;

CREATE VIEW web.projection WITH (security_barrier) AS
    SELECT tenant_id, name, leaf FROM perishable.projection;

GRANT SELECT ON web.records, web.gaps, web.projection TO archive_web;
