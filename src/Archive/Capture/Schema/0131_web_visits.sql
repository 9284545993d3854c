-- How often a source was visited (docs/decisions/0130).
CREATE VIEW web.visits WITH (security_barrier) AS
    SELECT tenant_id, source, count(*) FILTER (WHERE ended) AS visits,
        max(started_at) FILTER (WHERE ended) AS last_at, -- when the last visit that came to its end began
        count(*) FILTER (WHERE NOT ended) > 0 AS under_way
    FROM perishable.visit GROUP BY tenant_id, source;
GRANT SELECT ON web.visits TO archive_web;
