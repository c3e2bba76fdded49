-- How the client of a grant knows its person (OpenID Connect Core 8). NULL, in grants from before: by
-- the person's id.
ALTER TABLE grants ADD COLUMN subject TEXT;
