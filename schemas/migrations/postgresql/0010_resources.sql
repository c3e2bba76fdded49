-- How an API (the audience of some scopes) wants its access tokens; NULL: as the client chose.
CREATE TABLE resources (
  audience TEXT PRIMARY KEY,
  token_typ TEXT,
  token_format TEXT,
  token_alg TEXT
);
