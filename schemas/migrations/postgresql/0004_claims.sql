-- Claims that a client asks for by name (OpenID Connect Core 5.5): words where a person allowed them,
-- the granted request as JSON where ID Tokens and userinfo answer it.
ALTER TABLE consents ADD COLUMN claims TEXT NOT NULL DEFAULT '';
ALTER TABLE flows ADD COLUMN consented_claims TEXT;
ALTER TABLE grants ADD COLUMN claims TEXT;
