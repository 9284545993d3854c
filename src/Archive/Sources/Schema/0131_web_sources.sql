-- Which accounts are watched: not on what basis, nor at which address (docs/decisions/0130).
CREATE VIEW web.source WITH (security_barrier) AS
    SELECT tenant_id, source, platform, handle, watched_at FROM perishable.source;
GRANT SELECT ON web.source TO archive_web;
