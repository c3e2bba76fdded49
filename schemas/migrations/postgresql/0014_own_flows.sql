-- Whom a flow is for: 'client', an authorization request, or 'own', a page of ours (authn/entry.h).
ALTER TABLE flows ADD COLUMN target TEXT NOT NULL DEFAULT 'client';
