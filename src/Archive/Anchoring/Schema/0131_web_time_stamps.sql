-- How each time-stamp authority is doing (docs/decisions/0130).
CREATE VIEW web.time_stamp WITH (security_barrier) AS
    SELECT tenant_id, authority, last_at, overdue_since FROM perishable.time_stamp;
GRANT SELECT ON web.time_stamp TO archive_web;
