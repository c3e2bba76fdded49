#include "unit/account/fake_world.h"

#include "account/roles.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static struct fake_user *user_of(struct fake_world *world, str_t id)
{
    for (size_t i = 0; i < world->n_users; i++) {
        if (str_eq(world->users[i].subject.id, id))
            return &world->users[i];
    }
    return NULL;
}

static result_t user_find(
    void *self, arena_t *arena, str_t user_id, const struct oauth_subject **user_out)
{
    struct fake_user *user = user_of(self, user_id);

    (void)arena;
    *user_out = user != NULL ? &user->subject : NULL;
    return OK;
}

static struct fake_user *holder(struct fake_world *world, str_t canonical)
{
    for (size_t i = 0; i < world->n_users; i++) {
        if (str_eq(world->users[i].canonical, canonical))
            return &world->users[i];
    }
    return NULL;
}

static result_t user_by_email(
    void *self, arena_t *arena, str_t canonical, const struct oauth_subject **user_out)
{
    struct fake_world *world = self;
    struct fake_user *user = world->blind-- > 0 ? NULL : holder(world, canonical);

    (void)arena;
    *user_out = user != NULL ? &user->subject : NULL;
    return OK;
}

static result_t user_list(void *self, arena_t *arena, const struct account_page *page,
    const struct oauth_subject **users_out, size_t *n_out)
{
    struct fake_world *world = self;
    struct oauth_subject *users = ARENA_ARRAY(arena, struct oauth_subject, FAKE_MAX);
    bool begun = !str_present(page->after);

    *n_out = 0;
    for (size_t i = 0; i < world->n_users && *n_out < page->limit; i++) {
        if (begun)
            users[(*n_out)++] = world->users[i].subject;
        begun = begun || str_eq(world->users[i].subject.id, page->after);
    }
    *users_out = users;
    return OK;
}

static result_t user_any(void *self, bool *any_out)
{
    *any_out = ((struct fake_world *)self)->n_users > 0;
    return OK;
}

static bool spend_link(struct fake_world *world, str_t digest)
{
    for (size_t i = 0; i < world->n_links; i++) {
        if (str_eq(world->links[i].digest, digest) && !world->links[i].used &&
            world->links[i].expires_at > world->ctx.now)
            return world->links[i].used = true;
    }
    return false;
}

static result_t user_add(void *self, const struct oauth_subject *user, str_t canonical,
    const char *scheme, str_t credential, str_t setup_digest)
{
    struct fake_world *world = self;

    assert(strcmp(scheme, "password") == 0 && world->n_users < FAKE_MAX);
    if (holder(world, canonical) != NULL)
        return result_fail(RESULT_CONFLICT, "taken");
    if (str_present(setup_digest) && !spend_link(world, setup_digest))
        return result_fail(RESULT_CONFLICT, "the link is gone");
    world->users[world->n_users++] = (struct fake_user){*user, canonical, credential};
    world->writes++;
    return OK;
}

static bool is_last_owner(struct fake_world *world, str_t id)
{
    bool is_owner = false;
    size_t owners = 0;

    for (size_t i = 0; i < world->n_users; i++) {
        const struct oauth_subject *user = &world->users[i].subject;
        bool owns = user->enabled && str_list_has(user->roles, STR(ACCOUNT_ROLE_OWNER));

        owners += owns;
        is_owner = is_owner || (owns && str_eq(user->id, id));
    }
    return is_owner && owners == 1;
}

static result_t user_update(void *self, const struct oauth_subject *user, str_t canonical,
    int64_t now, bool *last_owner_out)
{
    struct fake_world *world = self;
    struct fake_user *row = user_of(world, user->id);
    struct fake_user *other = holder(world, canonical);

    (void)now;
    if (other != NULL && other != row)
        return result_fail(RESULT_CONFLICT, "taken");
    bool stays = user->enabled && str_list_has(user->roles, STR(ACCOUNT_ROLE_OWNER));
    *last_owner_out = !stays && is_last_owner(world, user->id);
    if (*last_owner_out)
        return OK;
    row->subject = *user;
    row->canonical = canonical;
    world->writes++;
    return OK;
}

static result_t user_delete(void *self, str_t user_id, int64_t now, bool *last_owner_out)
{
    (void)now;
    struct fake_world *world = self;

    *last_owner_out = is_last_owner(world, user_id);
    if (!*last_owner_out)
        *user_of(world, user_id) = world->users[--world->n_users];
    return OK;
}

static result_t user_import(
    void *self, const struct account_import_row *rows, size_t n, const char *scheme, int64_t now)
{
    struct fake_world *world = self;
    struct fake_world before = *world;
    bool last_owner = false;

    world->batches++;
    for (size_t i = 0; i < n; i++) {
        result_t done = rows[i].replaces ? user_update(world, rows[i].user, rows[i].email_canonical,
                                               now, &last_owner)
                                         : user_add(world, rows[i].user, rows[i].email_canonical,
                                               scheme, rows[i].credential, STR_NONE);
        if (!result_ok(done) || last_owner) {
            memcpy(world->users, before.users, sizeof before.users);
            world->n_users = before.n_users;
            return result_fail(RESULT_CONFLICT, "one of them");
        }
        if (rows[i].replaces && str_present(rows[i].credential))
            user_of(world, rows[i].user->id)->credential = rows[i].credential;
    }
    return OK;
}

static result_t credential_replace(void *self, str_t user_id, const char *scheme, str_t credential,
    str_t except_session, const struct notify_message *letter, int64_t now)
{
    struct fake_world *world = self;

    (void)now;
    world->told = letter != NULL;
    assert(strcmp(scheme, "password") == 0);
    user_of(world, user_id)->credential = credential;
    world->kept_session = except_session;
    return OK;
}

static result_t setup_link_add(void *self, str_t digest, int64_t now, int64_t expires_at)
{
    struct fake_world *world = self;

    (void)now;
    world->links[world->n_links].digest = digest;
    world->links[world->n_links++].expires_at = expires_at;
    return OK;
}

static result_t setup_link_valid(void *self, str_t digest, int64_t now, bool *valid_out)
{
    struct fake_world *world = self;

    *valid_out = false;
    for (size_t i = 0; i < world->n_links; i++) {
        if (str_eq(world->links[i].digest, digest))
            *valid_out = !world->links[i].used && world->links[i].expires_at > now;
    }
    return OK;
}

static result_t role_list(void *self, arena_t *arena, str_t **names_out, size_t *n_out)
{
    struct fake_world *world = self;

    (void)arena;
    *names_out = world->roles;
    *n_out = world->n_roles;
    return OK;
}

static result_t role_add(void *self, str_t name)
{
    struct fake_world *world = self;

    if (str_array_has((str_array_t){world->roles, world->n_roles}, name))
        return result_fail(RESULT_CONFLICT, "exists");
    world->roles[world->n_roles++] = name;
    return OK;
}

static result_t role_delete(void *self, str_t name, bool *built_in_out, bool *found_out)
{
    struct fake_world *world = self;

    *found_out = str_array_has((str_array_t){world->roles, world->n_roles}, name);
    *built_in_out = str_eq(name, world->roles[0]);
    return OK;
}

static struct oauth_client_record *client_of(struct fake_world *world, str_t id)
{
    for (size_t i = 0; i < world->n_clients; i++) {
        if (str_eq(world->clients[i].client_id, id))
            return &world->clients[i];
    }
    return NULL;
}

static result_t client_add(void *self, const struct oauth_client_record *client)
{
    struct fake_world *world = self;

    world->clients[world->n_clients++] = *client;
    return OK;
}

static result_t client_find(
    void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out)
{
    (void)arena;
    *client_out = client_of(self, client_id);
    return OK;
}

static result_t client_list(void *self, arena_t *arena, const struct account_page *page,
    const struct oauth_client_record **clients_out, size_t *n_out)
{
    struct fake_world *world = self;

    (void)arena;
    *clients_out = world->clients;
    *n_out = world->n_clients < page->limit ? world->n_clients : page->limit;
    return OK;
}

static result_t client_update(void *self, const struct oauth_client_record *client, bool *found_out)
{
    struct oauth_client_record *row = client_of(self, client->client_id);

    *found_out = row != NULL;
    if (row != NULL)
        *row = *client;
    return OK;
}

static result_t client_delete(void *self, str_t client_id, bool *found_out)
{
    *found_out = client_of(self, client_id) != NULL;
    return OK;
}

static result_t scope_list(
    void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out)
{
    struct fake_world *world = self;

    (void)arena;
    *scopes_out = world->scopes;
    *n_out = world->n_scopes;
    return OK;
}

static result_t scope_add(void *self, const struct oauth_scope_record *scope)
{
    struct fake_world *world = self;

    for (size_t i = 0; i < world->n_scopes; i++) {
        if (str_eq(world->scopes[i].name, scope->name))
            return result_fail(RESULT_CONFLICT, "exists");
    }
    world->scopes[world->n_scopes++] = *scope;
    return OK;
}

static result_t resource_save(void *self, const struct account_resource *resource, bool *found_out)
{
    struct fake_world *world = self;

    *found_out = false;
    for (size_t i = 0; i < world->n_scopes; i++) {
        if (str_eq(world->scopes[i].audience, resource->audience)) {
            world->scopes[i].token = resource->token;
            *found_out = true;
        }
    }
    return OK;
}

static result_t scope_delete(void *self, str_t name, bool *found_out)
{
    struct fake_world *world = self;

    *found_out = world->n_scopes > 0 && str_eq(world->scopes[0].name, name);
    return OK;
}

static result_t enrol(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t input,
    str_t *credential_out)
{
    struct fake_world *world = self;

    assert(strcmp(scheme, "password") == 0);
    world->enrolments++;
    *credential_out = arena_printf(arena, "%.*s:%.*s", STR_ARG(user_id), STR_ARG(input));
    return world->of_enrol;
}

static result_t adopt(void *self, arena_t *arena, const char *scheme, str_t user_id, str_t kept,
    str_t *credential_out)
{
    (void)self;
    assert(strcmp(scheme, "password") == 0);
    *credential_out = arena_printf(arena, "%.*s:%.*s", STR_ARG(user_id), STR_ARG(kept));
    return OK;
}

static result_t reveal(
    void *self, arena_t *arena, const char *scheme, str_t user_id, str_t *kept_out)
{
    const struct fake_user *user = user_of(self, user_id);

    (void)arena;
    assert(strcmp(scheme, "password") == 0);
    *kept_out = user != NULL ? str_from(user->credential, user_id.len + 1) : STR_NONE;
    return OK;
}

/* A hash that begins with '!' is none. */
static const char *hash_problem(void *self, arena_t *arena, str_t hash)
{
    (void)self;
    (void)arena;
    return str_starts_with(hash, STR("!")) ? "is none" : NULL;
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct fake_world *world = self;

    (void)address;
    (void)now;
    if (world->n_events < FAKE_MAX)
        world->events[world->n_events++] = event->name;
}

static void fill(void *self, void *out, size_t len)
{
    struct fake_world *world = self;

    memset(out, world->next_random++, len);
}

static result_t fetch(
    void *self, arena_t *arena, str_t url, bool again, struct oauth_fetched *fetched_out)
{
    struct fake_world *world = self;

    (void)arena;
    assert(again);
    world->fetches++;
    world->fetched_url = arena_str(world->arena, url);
    *fetched_out = world->of_fetch;
    return OK;
}

static const char *judge_keys(void *self, arena_t *arena, const json_t *jwks)
{
    const struct fake_world *world = self;

    (void)arena;
    (void)jwks;
    return world->of_keys;
}

static bool encrypts(void *self, arena_t *arena, const json_t *jwks, str_t alg)
{
    const struct fake_world *world = self;

    (void)arena;
    (void)jwks;
    return str_eq(alg, str_from_cstr(world->encrypts_by));
}

static str_t seal(const void *self, arena_t *arena, str_t purpose, str_t plain)
{
    (void)self;
    return arena_printf(arena, "%.*s|%.*s", STR_ARG(purpose), STR_ARG(plain));
}

struct fake_world *fake_world_new(void)
{
    struct fake_world *world = calloc(1, sizeof *world);

    assert(world);
    world->arena = arena_new(16u << 20);
    world->of_enrol = OK;
    world->of_post = OK;
    world->next_random = 0xF8; /* the first identifier would begin with '-' */
    world->roles[world->n_roles++] = STR(ACCOUNT_ROLE_OWNER);
    world->roles[world->n_roles++] = STR("auditor");
    world->settings = (struct account_settings){
        .issuer = STR("https://id.example"), .password_min = 15, .throttle_enabled = true};
    world->store = (struct account_store){
        .self = world,
        .user_find = user_find,
        .user_by_email = user_by_email,
        .user_list = user_list,
        .user_any = user_any,
        .user_add = user_add,
        .user_update = user_update,
        .user_delete = user_delete,
        .user_import = user_import,
        .credential_replace = credential_replace,
        .setup_link_add = setup_link_add,
        .setup_link_valid = setup_link_valid,
        .role_list = role_list,
        .role_add = role_add,
        .role_delete = role_delete,
        .client_add = client_add,
        .client_find = client_find,
        .client_list = client_list,
        .client_update = client_update,
        .client_delete = client_delete,
        .scope_list = scope_list,
        .scope_add = scope_add,
        .scope_delete = scope_delete,
        .resource_save = resource_save,
    };
    world->schemes = (struct account_schemes){world, enrol, adopt, reveal};
    world->keys = (struct account_key_judge){world, judge_keys, encrypts};
    world->hashes = (struct account_hash_judge){world, hash_problem};
    world->fetcher = (struct oauth_fetcher){.self = world, .get = fetch};
    world->sealer = (struct oauth_sealer){world, seal, NULL};
    fake_proofs_install(world);
    fake_own_install(world);
    world->audit = (struct oauth_audit){world, record};
    world->random = (struct random_source){world, fill};
    world->ctx = (struct account_context){.arena = world->arena,
        .settings = &world->settings,
        .store = &world->store,
        .schemes = &world->schemes,
        .keys = &world->keys,
        .hashes = &world->hashes,
        .fetcher = &world->fetcher,
        .sealer = &world->sealer,
        .post = &world->post,
        .throttles = &world->throttles,
        .audit = &world->audit,
        .random = &world->random,
        .now = FAKE_NOW};
    return world;
}

void fake_world_free(struct fake_world *world)
{
    arena_free(&world->arena);
    free(world);
}

bool fake_recorded(const struct fake_world *world, const char *event)
{
    for (size_t i = 0; i < world->n_events; i++) {
        if (strcmp(world->events[i], event) == 0)
            return true;
    }
    return false;
}
