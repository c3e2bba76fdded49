#include "plugin/host.h"

#include "base/log.h"
#include "plugin/call.h"

#include <stdlib.h>
#include <string.h>

/* A call's own memory: the scheme's data, texts and hashes, some times over. */
enum { CALL_BYTES_MAX = 512 * 1024, NAME_MAX_LEN = 32 };

struct opened {
    const struct tessera_scheme *scheme;
    void *self;
};

struct plugin_host {
    struct plugin_services services;
    struct tessera_host functions;
    struct opened schemes[PLUGIN_SCHEMES_MAX];
    size_t n;
};

static const struct opened *find_scheme(const struct plugin_host *host, const char *name)
{
    for (size_t i = 0; i < host->n; i++) {
        if (strcmp(host->schemes[i].scheme->name, name) == 0)
            return &host->schemes[i];
    }
    return NULL;
}

static bool name_valid(const char *name)
{
    size_t len = name == NULL ? 0 : strnlen(name, NAME_MAX_LEN + 1);

    return len > 0 && len <= NAME_MAX_LEN &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

/* NULL, or why this scheme cannot be taken. */
static const char *scheme_problem(
    const struct plugin_host *host, const struct tessera_scheme *scheme)
{
    const uint32_t kinds = TESSERA_SCHEME_FIRST_FACTOR | TESSERA_SCHEME_SECOND_FACTOR;

    if (scheme == NULL || scheme->abi != TESSERA_SCHEME_ABI)
        return "a sign-in scheme was made for another ABI";
    if (scheme->size < sizeof(struct tessera_scheme))
        return "a sign-in scheme's struct is too small";
    if (!name_valid(scheme->name))
        return "a sign-in scheme's name is malformed";
    if (find_scheme(host, scheme->name) != NULL)
        return "two sign-in schemes have one name";
    if (scheme->amr == NULL || *scheme->amr == '\0' || (scheme->capabilities & kinds) == 0)
        return "a sign-in scheme does not say what it proves";
    if (scheme->verify == NULL || scheme->enrol == NULL)
        return "a sign-in scheme lacks a function";
    if (((scheme->capabilities & TESSERA_SCHEME_CHALLENGE) != 0) != (scheme->start != NULL))
        return "a sign-in scheme's start and its capabilities differ";
    return NULL;
}

static result_t open_scheme(struct plugin_host *host, const struct tessera_scheme *scheme)
{
    void *self = NULL;
    const char *problem = scheme_problem(host, scheme);

    if (problem != NULL)
        return result_fail(RESULT_FAILED, problem);
    if (scheme->open != NULL && scheme->open(&host->functions, &self) != TESSERA_OK) {
        log_error("plugin.open", log_cstr("scheme", scheme->name));
        return result_fail(RESULT_FAILED, "a sign-in scheme does not open");
    }
    host->schemes[host->n++] = (struct opened){scheme, self};
    return OK;
}

result_t plugin_host_new(const struct plugin_services *services,
    const struct tessera_scheme *const *schemes, size_t n, struct plugin_host **host_out)
{
    struct plugin_host *host = calloc(1, sizeof *host);

    *host_out = NULL;
    if (host == NULL)
        abort();
    host->services = *services;
    host->functions = plugin_call_functions(services->messages);
    result_t opened = n <= PLUGIN_SCHEMES_MAX
                          ? OK
                          : result_fail(RESULT_FAILED, "there are too many sign-in schemes");
    for (size_t i = 0; result_ok(opened) && i < n; i++)
        opened = open_scheme(host, schemes[i]);
    if (!result_ok(opened))
        plugin_host_free(&host);
    *host_out = host;
    return opened;
}

void plugin_host_free(struct plugin_host **host)
{
    if (*host == NULL)
        return;
    for (size_t i = (*host)->n; i-- > 0;) {
        const struct opened *opened = &(*host)->schemes[i];

        if (opened->scheme->close != NULL)
            opened->scheme->close(opened->self);
    }
    free(*host);
    *host = NULL;
}

static struct tessera_call call_for(const struct plugin_host *host, const struct opened *opened,
    arena_t *arena, enum plugin_act act, str_t user_id)
{
    return (struct tessera_call){.services = &host->services,
        .scheme = opened->scheme,
        .act = act,
        .arena = arena,
        .user_id = user_id,
        .trouble = OK};
}

static result_t verify(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t input,
    enum authn_proof *proof_out, const char **amr_out)
{
    const struct plugin_host *host = self;
    const struct opened *opened = find_scheme(host, scheme);

    (void)arena;
    *proof_out = AUTHN_REFUSED;
    if (opened == NULL)
        return result_fail(RESULT_FAILED, "there is no such sign-in scheme");
    AUTO_ARENA scratch = arena_new(CALL_BYTES_MAX);
    struct tessera_call call = call_for(host, opened, scratch, PLUGIN_VERIFY, user_id);
    enum tessera_status status =
        opened->scheme->verify(opened->self, &call, (struct tessera_slice){input.ptr, input.len});
    /* Whatever a scheme says: nobody is proved who is unknown. */
    if (status == TESSERA_OK && str_present(user_id))
        *proof_out = AUTHN_PROVED;
    *amr_out = opened->scheme->amr;
    return plugin_call_result(&call, status);
}

static result_t enrol(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t input,
    str_t *credential_out)
{
    const struct plugin_host *host = self;
    const struct opened *opened = find_scheme(host, scheme);

    *credential_out = STR_NONE;
    if (opened == NULL)
        return result_fail(RESULT_FAILED, "there is no such sign-in scheme");
    AUTO_ARENA scratch = arena_new(CALL_BYTES_MAX);
    struct tessera_call call = call_for(host, opened, scratch, PLUGIN_ENROL, user_id);
    enum tessera_status status =
        opened->scheme->enrol(opened->self, &call, (struct tessera_slice){input.ptr, input.len});
    TRY(plugin_call_result(&call, status));
    if (status != TESSERA_OK || !str_present(call.enrolled))
        return result_fail(RESULT_FAILED, "a sign-in scheme does not take what was judged good");
    *credential_out = arena_str(arena, call.enrolled);
    return OK;
}

static result_t adopt(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t kept,
    str_t *credential_out)
{
    const struct plugin_host *host = self;
    const struct opened *opened = find_scheme(host, scheme);

    *credential_out = STR_NONE;
    if (opened == NULL)
        return result_fail(RESULT_FAILED, "there is no such sign-in scheme");
    struct tessera_call call = call_for(host, opened, arena, PLUGIN_ENROL, user_id);
    enum tessera_status status =
        host->functions.save(&call, (struct tessera_slice){kept.ptr, kept.len});
    *credential_out = call.enrolled;
    return plugin_call_result(&call, status);
}

static result_t reveal(
    void *self, arena_t *arena, const char *scheme, str_t user_id, str_t *kept_out)
{
    const struct plugin_host *host = self;
    const struct opened *opened = find_scheme(host, scheme);
    struct tessera_slice kept = {0};

    *kept_out = STR_NONE;
    if (opened == NULL)
        return result_fail(RESULT_FAILED, "there is no such sign-in scheme");
    struct tessera_call call = call_for(host, opened, arena, PLUGIN_ENROL, user_id);
    enum tessera_status status = host->functions.load(&call, &kept);
    *kept_out = (str_t){kept.ptr, kept.len};
    return plugin_call_result(&call, status);
}

struct authn_schemes plugin_host_authn(struct plugin_host *host)
{
    return (struct authn_schemes){host, verify};
}

struct account_schemes plugin_host_account(struct plugin_host *host)
{
    return (struct account_schemes){host, enrol, adopt, reveal};
}
