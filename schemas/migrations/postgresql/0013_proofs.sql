-- What a link or a code by mail or SMS proves. A series has one proof at a time: a newer one stands in
-- its place. The link is kept as its digest, the code as a MAC with a key that is not here.
CREATE TABLE proofs (
  purpose TEXT NOT NULL,
  series TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  target TEXT NOT NULL,
  payload BYTEA,
  link_digest TEXT UNIQUE,
  code_digest TEXT,
  tries_left BIGINT NOT NULL,
  ends_with BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (purpose, series)
);
CREATE INDEX proofs_user ON proofs (user_id);
CREATE INDEX proofs_target ON proofs (target);
CREATE INDEX proofs_expiry ON proofs (expires_at);
