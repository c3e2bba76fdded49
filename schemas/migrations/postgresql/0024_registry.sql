-- One row: how often what is registered has changed. Whoever keeps it in memory asks this number.
CREATE TABLE registry (
  one BIGINT PRIMARY KEY,
  generation BIGINT NOT NULL
);

INSERT INTO registry (one, generation) VALUES (1, 0);

CREATE FUNCTION registry_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry SET generation = generation + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER clients_changed AFTER INSERT OR UPDATE OR DELETE ON clients
FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();

CREATE TRIGGER scopes_changed AFTER INSERT OR UPDATE OR DELETE ON scopes
FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();

CREATE TRIGGER resources_changed AFTER INSERT OR UPDATE OR DELETE ON resources
FOR EACH STATEMENT EXECUTE FUNCTION registry_changed();
