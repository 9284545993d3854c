-- How many findings are open, and of what kind: not of what (docs/decisions/0130).
CREATE VIEW web.findings WITH (security_barrier) AS
    SELECT tenant_id, kind, count(*) AS findings, min(found_at) AS first_at
    FROM perishable.finding WHERE resolved_at IS NULL GROUP BY tenant_id, kind;
GRANT SELECT ON web.findings TO archive_web;
