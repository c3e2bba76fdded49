-- One row: how often what is registered has changed. Whoever keeps it in memory asks this number.
CREATE TABLE registry (
  one INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL
) STRICT;

INSERT INTO registry (one, generation) VALUES (1, 0);

CREATE TRIGGER clients_added AFTER INSERT ON clients
BEGIN UPDATE registry SET generation = generation + 1; END;
CREATE TRIGGER clients_changed AFTER UPDATE ON clients
BEGIN UPDATE registry SET generation = generation + 1; END;
CREATE TRIGGER clients_removed AFTER DELETE ON clients
BEGIN UPDATE registry SET generation = generation + 1; END;

CREATE TRIGGER scopes_added AFTER INSERT ON scopes
BEGIN UPDATE registry SET generation = generation + 1; END;
CREATE TRIGGER scopes_changed AFTER UPDATE ON scopes
BEGIN UPDATE registry SET generation = generation + 1; END;
CREATE TRIGGER scopes_removed AFTER DELETE ON scopes
BEGIN UPDATE registry SET generation = generation + 1; END;

CREATE TRIGGER resources_added AFTER INSERT ON resources
BEGIN UPDATE registry SET generation = generation + 1; END;
CREATE TRIGGER resources_changed AFTER UPDATE ON resources
BEGIN UPDATE registry SET generation = generation + 1; END;
CREATE TRIGGER resources_removed AFTER DELETE ON resources
BEGIN UPDATE registry SET generation = generation + 1; END;
