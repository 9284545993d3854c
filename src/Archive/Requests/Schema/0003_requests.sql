-- What officers read of a request, whatever its kind, and the number they call it by: `WOO-2026-0001` is prefix,
-- year and ordinal. The same words are sealed in the vault, in the unit of the request's papers; when that unit is
-- destroyed, the row goes too.

CREATE TABLE perishable.request (
    tenant_id text NOT NULL,
    request uuid NOT NULL,
    kind text NOT NULL,
    prefix text NOT NULL,
    year int NOT NULL,
    ordinal int NOT NULL CHECK (ordinal > 0),
    requester text NOT NULL,
    subject text NOT NULL,
    -- False from the reservation of the number until its first fact is known to be recorded.
    recorded boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, request),
    UNIQUE (tenant_id, prefix, year, ordinal)
);

-- The last number given out with a prefix in a year of receipt. Numbers are never given out twice.
CREATE TABLE perishable.request_year (
    tenant_id text NOT NULL,
    prefix text NOT NULL,
    year int NOT NULL,
    last int NOT NULL CHECK (last > 0),
    PRIMARY KEY (tenant_id, prefix, year)
);

GRANT SELECT, INSERT, DELETE, UPDATE (recorded) ON perishable.request TO archive_app;
GRANT SELECT, INSERT, UPDATE (last) ON perishable.request_year TO archive_app;
GRANT SELECT ON perishable.request TO archive_web;

ALTER TABLE perishable.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.request FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.request USING (tenant_id = current_setting('archive.tenant', true));
ALTER TABLE perishable.request_year ENABLE ROW LEVEL SECURITY;
ALTER TABLE perishable.request_year FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON perishable.request_year USING (tenant_id = current_setting('archive.tenant', true));
