/* What people do with an account of their own, in the fake world. */
#include "support/unit.h"
#include "unit/account/fake_world.h"

static struct oauth_subject *subject_of(struct fake_world *world, str_t id)
{
    for (size_t i = 0; i < world->n_users; i++)
        if (str_eq(world->users[i].subject.id, id))
            return &world->users[i].subject;
    return NULL;
}

static result_t profile_save(
    void *self, str_t user_id, const struct account_profile *profile, int64_t now)
{
    struct fake_world *world = self;
    struct oauth_subject *user = subject_of(world, user_id);

    user->given_name = profile->given_name;
    user->family_name = profile->family_name;
    user->locale = profile->locale;
    user->zoneinfo = profile->zoneinfo;
    user->updated_at = now;
    world->writes++;
    return OK;
}

/* All of this person's, `place` or not. */
static result_t session_list(void *self, arena_t *arena, str_t user_id, int64_t now,
    int64_t idle_since, const struct account_place *place, size_t limit,
    const struct authn_session **sessions_out, size_t *n_out)
{
    const struct fake_world *world = self;
    struct authn_session *found = ARENA_ARRAY(arena, struct authn_session, FAKE_MAX);

    (void)now;
    (void)idle_since;
    (void)place;
    *n_out = 0;
    for (size_t i = 0; i < world->n_sessions && *n_out < limit; i++)
        if (str_eq(world->sessions[i].user_id, user_id))
            found[(*n_out)++] = world->sessions[i];
    *sessions_out = found;
    return OK;
}

static result_t session_end_own(void *self, str_t user_id, str_t id, int64_t now, bool *ended_out)
{
    struct fake_world *world = self;

    (void)now;
    *ended_out = false;
    for (size_t i = 0; i < world->n_sessions; i++) {
        if (!str_eq(world->sessions[i].id, id) || !str_eq(world->sessions[i].user_id, user_id))
            continue;
        world->sessions[i] = world->sessions[--world->n_sessions];
        *ended_out = true;
        break;
    }
    return OK;
}

static result_t connection_list(void *self, arena_t *arena, str_t user_id, int64_t now,
    const struct account_page *page, const struct account_connection **connections_out,
    size_t *n_out)
{
    const struct fake_world *world = self;

    (void)arena;
    (void)user_id;
    (void)now;
    *connections_out = world->connections;
    *n_out = world->n_connections < page->limit ? world->n_connections : page->limit;
    return OK;
}

static result_t connection_end(
    void *self, str_t user_id, str_t client_id, int64_t now, bool *ended_out)
{
    struct fake_world *world = self;

    (void)user_id;
    (void)now;
    *ended_out = world->n_connections > 0 &&
                 str_eq(world->connections[world->n_connections - 1].client_id, client_id);
    world->n_connections -= *ended_out;
    return OK;
}

static result_t event_list(void *self, arena_t *arena, str_t user_id, str_array_t names,
    const struct account_event_place *behind, size_t limit, const struct account_event **events_out,
    size_t *n_out)
{
    const struct fake_world *world = self;

    (void)arena;
    (void)user_id;
    (void)behind;
    for (size_t i = 0; i < world->n_told; i++)
        assert_true(str_array_has(names, world->log[i].name));
    *events_out = world->log;
    *n_out = world->n_told < limit ? world->n_told : limit;
    return OK;
}

void fake_own_install(struct fake_world *world)
{
    world->store.event_list = event_list;
    world->store.connection_list = connection_list;
    world->store.connection_end = connection_end;
    world->store.profile_save = profile_save;
    world->store.session_list = session_list;
    world->store.session_end_own = session_end_own;
}
