-- What is on its way: mail and SMS to people, logout tokens to relying parties. A node claims a
-- message for a while, delivers it outside of any transaction, and writes down what came of it; a
-- node that dies gives it back when its claim runs out. The table `outbox` stays for nodes of the
-- version before this one, which never sent what they wrote there.
CREATE TABLE outbox_messages (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  template TEXT NOT NULL,
  lang TEXT NOT NULL,
  user_id TEXT,
  session_id TEXT,
  sealed BYTEA,
  state TEXT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  next_try_at BIGINT NOT NULL,
  claimed_by TEXT,
  claimed_until BIGINT NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX outbox_messages_due ON outbox_messages (kind, next_try_at) WHERE state = 'pending';
CREATE INDEX outbox_messages_dead ON outbox_messages (id) WHERE state = 'dead';
