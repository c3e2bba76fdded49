-- Times are Unix seconds, booleans 0 or 1. Codes, tokens, session ids and links stand here only as
-- digests (base64url of SHA-256); what must be read back is sealed with a key that is not here.

-- Random keys of the service itself (refresh token derivation, form tokens), sealed.
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  sealed BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);

-- Signing keys. (alg, generation) is what makes two nodes that rotate at once make one key.
CREATE TABLE signing_keys (
  kid TEXT PRIMARY KEY,
  alg TEXT NOT NULL,
  generation BIGINT NOT NULL,
  public_jwk TEXT NOT NULL,
  sealed_private BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  active_from BIGINT NOT NULL,
  UNIQUE (alg, generation)
);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  email_canonical TEXT NOT NULL UNIQUE,
  email_verified BIGINT NOT NULL DEFAULT 0,
  given_name TEXT NOT NULL DEFAULT '',
  family_name TEXT NOT NULL DEFAULT '',
  phone TEXT,
  phone_verified BIGINT NOT NULL DEFAULT 0,
  address TEXT,
  locale TEXT,
  zoneinfo TEXT,
  enabled BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE roles (
  name TEXT PRIMARY KEY,
  built_in BIGINT NOT NULL DEFAULT 0
);

INSERT INTO roles (name, built_in)
VALUES ('owner', 1), ('user-admin', 1), ('client-admin', 1), ('auditor', 1);

CREATE TABLE user_roles (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role TEXT NOT NULL REFERENCES roles (name) ON DELETE CASCADE,
  PRIMARY KEY (user_id, role)
);

CREATE TABLE user_groups (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (user_id, name)
);

-- What a scheme (password, later others) keeps for a person, sealed.
CREATE TABLE credentials (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  scheme TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, scheme)
);

CREATE TABLE clients (
  client_id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  secret_digest TEXT,
  metadata TEXT NOT NULL,
  enabled BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE scopes (
  name TEXT PRIMARY KEY,
  audience TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT ''
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_digest TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  auth_time BIGINT NOT NULL,
  amr TEXT NOT NULL,
  acr TEXT NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Browsers that a person signed in with before: strangers cannot lock these out.
CREATE TABLE devices (
  digest TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, digest)
);
CREATE INDEX devices_seen ON devices (seen_at);

-- A person's way through the hosted pages, bound to one browser.
CREATE TABLE flows (
  id TEXT PRIMARY KEY,
  browser_digest TEXT NOT NULL,
  state TEXT NOT NULL,
  request TEXT NOT NULL,
  session_id TEXT,
  consented_scope TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX flows_expiry ON flows (expires_at);

CREATE TABLE consents (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  resource TEXT NOT NULL DEFAULT '',
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, client_id)
);

-- One authorization: the code that began it and the refresh tokens that carry it on. Spending the
-- code, each rotation and the end are one conditional statement on this row.
CREATE TABLE grants (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  session_id TEXT,
  scope TEXT NOT NULL,
  resource TEXT NOT NULL DEFAULT '',
  nonce TEXT,
  auth_time BIGINT NOT NULL,
  amr TEXT NOT NULL,
  acr TEXT NOT NULL,
  code_digest TEXT UNIQUE,
  code_expires_at BIGINT NOT NULL,
  code_used_at BIGINT,
  redirect_uri TEXT NOT NULL,
  code_challenge TEXT,
  refresh_generation BIGINT NOT NULL DEFAULT 0,
  refresh_rotated_at BIGINT NOT NULL DEFAULT 0,
  refresh_expires_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX grants_user ON grants (user_id);
CREATE INDEX grants_session ON grants (session_id);
CREATE INDEX grants_client ON grants (client_id);
CREATE INDEX grants_expiry ON grants (expires_at);

-- Opaque access tokens.
CREATE TABLE access_tokens (
  digest TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (client_id) ON DELETE CASCADE,
  grant_id TEXT,
  subject TEXT NOT NULL,
  scope TEXT NOT NULL,
  audience TEXT NOT NULL,
  auth_time BIGINT NOT NULL DEFAULT 0,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX access_tokens_expiry ON access_tokens (expires_at);

-- JWT access tokens that were revoked one by one, until they expire.
CREATE TABLE revoked_tokens (
  jti TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);

-- Attempts by account, device and address. `refused` is 0 exactly when the last attempt was let
-- through.
CREATE TABLE throttles (
  bucket TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  locks BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX throttles_expiry ON throttles (expires_at);

CREATE TABLE setup_links (
  digest TEXT PRIMARY KEY,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

-- Mail and SMS on their way; nothing waits for a gateway.
CREATE TABLE outbox (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  template TEXT NOT NULL,
  lang TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  links TEXT NOT NULL,
  code TEXT,
  created_at BIGINT NOT NULL
);

CREATE TABLE audit_events (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  outcome TEXT NOT NULL,
  user_id TEXT,
  client_id TEXT,
  session_id TEXT,
  address TEXT,
  reason TEXT,
  correlation_id TEXT
);
CREATE INDEX audit_events_user ON audit_events (user_id, at);
CREATE INDEX audit_events_at ON audit_events (at);
