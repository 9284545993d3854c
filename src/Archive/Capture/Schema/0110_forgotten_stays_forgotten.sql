-- What was destroyed does not become known again, whoever writes and whatever he had read before: an identity whose key is
-- forgotten is refused. After the rows and not before them: an insert that waited for the destruction of the same thing
-- would not see that it is forgotten earlier.
CREATE FUNCTION perishable.refuse_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added a JOIN perishable.forgotten f
            ON f.tenant_id = a.tenant_id AND f.key = a.forget_key) THEN
        RAISE EXCEPTION 'An identity of what was destroyed is refused.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'identity_not_forgotten';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER forgotten_is_not_known AFTER INSERT ON perishable.identity
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION perishable.refuse_forgotten();
CREATE TRIGGER known_is_not_made_forgotten AFTER UPDATE ON perishable.identity
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION perishable.refuse_forgotten();
