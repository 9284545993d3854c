-- Until when exports can be signed (docs/decisions/0130).
CREATE VIEW web.signing_certificate WITH (security_barrier) AS
    SELECT tenant_id, not_after, development FROM perishable.signing_certificate;
GRANT SELECT ON web.signing_certificate TO archive_web;
