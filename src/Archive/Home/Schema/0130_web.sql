-- What the web host may read is in schema `web` and nowhere else (docs/decisions/0130): views with the columns that its pages
-- show, each in the folder whose table it reads. The wall between tenants holds in them as in the tables, because they are
-- read as their owner, whom it binds too.
CREATE SCHEMA web;
GRANT USAGE ON SCHEMA web TO archive_web;
REVOKE ALL ON ALL TABLES IN SCHEMA perishable FROM archive_web;
REVOKE ALL ON SCHEMA perishable FROM archive_web;

CREATE VIEW web.storage WITH (security_barrier) AS
    SELECT tenant_id, mutable FROM perishable.storage;
GRANT SELECT ON web.storage TO archive_web;
