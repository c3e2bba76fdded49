-- Requests that came by POST from another site, until the browser comes back for them by GET.
CREATE TABLE stored_requests (
  digest TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX stored_requests_expiry ON stored_requests (expires_at);
