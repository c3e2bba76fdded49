-- What is over is found by an index, wherever it stands.
CREATE INDEX setup_links_expiry ON setup_links (expires_at);

-- Grants that are over before their own end: their code was never spent, or they were revoked.
CREATE INDEX grants_unspent ON grants (code_expires_at)
  WHERE code_used_at IS NULL AND code_digest IS NOT NULL;
CREATE INDEX grants_revoked ON grants (revoked_at) WHERE revoked_at IS NOT NULL;

-- A client that goes takes its consents with it.
CREATE INDEX consents_client ON consents (client_id);
