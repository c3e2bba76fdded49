/* Passwords as a scheme: what proves the person is a text, kept as its Argon2id hash; or, until
 * they sign in for the first time, as the hash that another program made of it. */
#ifndef TESSERA_PLUGIN_PASSWORD_H
#define TESSERA_PLUGIN_PASSWORD_H

#include <tessera/scheme.h>

extern const struct tessera_scheme password_scheme;

#endif
