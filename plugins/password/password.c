#include "password/password.h"

#include <string.h>

static const struct tessera_host *host_of(void *self)
{
    return self;
}

static enum tessera_status open_scheme(const struct tessera_host *host, void **self_out)
{
    *self_out = (void *)host; /* nothing else is needed, and nobody writes through it */
    return TESSERA_OK;
}

static enum tessera_status keep_hash(
    const struct tessera_host *host, struct tessera_call *call, struct tessera_slice password)
{
    struct tessera_slice hash = {0};
    enum tessera_status status = host->password_hash(call, password, &hash);

    return status == TESSERA_OK ? host->save(call, hash) : status;
}

static bool is_same(struct tessera_slice a, struct tessera_slice b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* A hash that another program made is of what was typed there, in whatever form. Whether a second
 * look is taken depends on what is typed alone, never on whose hash it is. */
static enum tessera_status compare(const struct tessera_host *host, struct tessera_call *call,
    struct tessera_slice input, struct tessera_slice text, bool *outdated_out)
{
    struct tessera_slice hash = {0};
    enum tessera_status status = host->load(call, &hash);

    if (status == TESSERA_OK)
        status = host->password_verify(call, text, hash, outdated_out);
    if (status == TESSERA_REFUSED && !is_same(input, text))
        status = host->password_verify(call, input, hash, outdated_out);
    return status;
}

static enum tessera_status verify(void *self, struct tessera_call *call, struct tessera_slice input)
{
    const struct tessera_host *host = host_of(self);
    struct tessera_slice password = {0};
    bool outdated = false;
    enum tessera_status status = host->text(call, input, &password);

    if (status == TESSERA_OK)
        status = compare(host, call, input, password, &outdated);
    /* The person is proved, whatever becomes of the new hash: the old one stays good. */
    if (status == TESSERA_OK && outdated)
        (void)keep_hash(host, call, password);
    return status;
}

static enum tessera_status enrol(void *self, struct tessera_call *call, struct tessera_slice input)
{
    const struct tessera_host *host = host_of(self);
    struct tessera_slice password = {0};
    enum tessera_status status = host->text(call, input, &password);

    return status == TESSERA_OK ? keep_hash(host, call, password) : status;
}

const struct tessera_scheme password_scheme = {
    .abi = TESSERA_SCHEME_ABI,
    .size = sizeof(struct tessera_scheme),
    .name = "password",
    .amr = "pwd",
    .capabilities = TESSERA_SCHEME_FIRST_FACTOR,
    .open = open_scheme,
    .verify = verify,
    .enrol = enrol,
};
