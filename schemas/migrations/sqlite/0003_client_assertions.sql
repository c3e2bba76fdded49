-- What may be used once, by digest, until it would not be taken anyway: ids of client assertions.
CREATE TABLE spent_ids (
  digest TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX spent_ids_expiry ON spent_ids (expires_at);

-- The secret itself, sealed, of clients that prove by a MAC that they know it (client_secret_jwt).
ALTER TABLE clients ADD COLUMN sealed_secret BLOB;
