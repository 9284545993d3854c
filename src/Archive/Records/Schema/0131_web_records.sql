-- How many records there are, and what was not obtained: no text, no name, no record by itself (docs/decisions/0130). A record of
-- which two sources showed versions counts for each.
CREATE VIEW web.records WITH (security_barrier) AS
    SELECT tenant_id, source, count(*) AS records, coalesce(sum(versions), 0)::bigint AS versions, count(gone_at) AS gone
    FROM perishable.record JOIN (SELECT DISTINCT tenant_id, record, source FROM perishable.record_version) s
        USING (tenant_id, record)
    GROUP BY tenant_id, source;

CREATE VIEW web.gaps WITH (security_barrier) AS
    SELECT tenant_id, source, cause, count(*) AS gaps, max(at) AS last_at
    FROM perishable.gap GROUP BY tenant_id, source, cause;

CREATE VIEW web.projection WITH (security_barrier) AS
    SELECT tenant_id, name, leaf FROM perishable.projection;

GRANT SELECT ON web.records, web.gaps, web.projection TO archive_web;
