/* Where the protocol endpoints are, below the issuer: routes and metadata read the same names. */
#ifndef TESSERA_OAUTH_PATHS_H
#define TESSERA_OAUTH_PATHS_H

#define OAUTH_PATH_AUTHORIZE "/oauth2/authorize"
#define OAUTH_PATH_TOKEN "/oauth2/token"
#define OAUTH_PATH_USERINFO "/oauth2/userinfo"
#define OAUTH_PATH_JWKS "/oauth2/jwks"
#define OAUTH_PATH_REVOKE "/oauth2/revoke"
#define OAUTH_PATH_INTROSPECT "/oauth2/introspect"
#define OAUTH_PATH_LOGOUT "/oauth2/logout"

#endif
