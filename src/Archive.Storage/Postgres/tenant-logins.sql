-- Run after every migration, so that no table is forgotten: a login whose name is ROLE/TENANT reaches that tenant's rows only,
-- whatever it sets; one without '/' reaches the tenant that the session names (docs/decisions/0131).
DO $$
DECLARE t regclass;
BEGIN
    FOR t IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('archive', 'perishable')
          AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = 'login_of_tenant')
    LOOP
        EXECUTE format(
            'CREATE POLICY login_of_tenant ON %s AS RESTRICTIVE USING ('
            'position(''/'' IN session_user::text) = 0 OR tenant_id = split_part(session_user::text, ''/'', 2))', t);
    END LOOP;
END $$;
