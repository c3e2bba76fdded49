#include "app/verbs.h"

#include "app/dev_data.h"
#include "notify/mask.h"
#include "store/migrate.h"

static result_t prepare_data(void *self, arena_t *arena, str_t dir, str_array_t *presets_out)
{
    struct dev_data data;
    (void)self;

    TRY(dev_data_prepare(arena, dir, &data));
    *presets_out = dev_data_presets(arena, &data);
    return OK;
}

static result_t list_keys(
    void *self, arena_t *arena, const struct cli_key **keys_out, size_t *n_out)
{
    struct storage *storage = self;
    const struct keyset_entry *entries;

    TRY(storage_open_keys(storage));
    TRY(keyset_list(storage->keyset, arena, &entries, n_out));
    struct cli_key *keys = ARENA_ARRAY(arena, struct cli_key, *n_out);
    for (size_t i = 0; i < *n_out; i++)
        keys[i] = (struct cli_key){entries[i].kid, jose_alg_name(entries[i].alg),
            keyset_state_name(entries[i].state), entries[i].created_at, entries[i].not_after};
    *keys_out = keys;
    return OK;
}

static result_t rotate_keys(void *self, str_t alg_name, bool at_once, bool *known_out)
{
    struct storage *storage = self;
    unsigned algs = JOSE_ALG_ALL;
    enum jose_alg alg;

    *known_out = !str_present(alg_name) || jose_alg_from_name(alg_name, &alg);
    if (!*known_out)
        return OK;
    if (str_present(alg_name))
        algs = JOSE_ALG_BIT(alg);
    TRY(storage_open_keys(storage));
    return keyset_rotate(storage->keyset, algs, at_once);
}

static result_t migration_status(
    void *self, arena_t *arena, const struct cli_migration **migrations_out, size_t *n_out)
{
    struct storage *storage = self;
    const struct migration *known;

    TRY(migrate_status(storage->db, arena, &known, n_out));
    struct cli_migration *migrations = ARENA_ARRAY(arena, struct cli_migration, *n_out);
    for (size_t i = 0; i < *n_out; i++)
        migrations[i] = (struct cli_migration){known[i].number, known[i].name, known[i].applied};
    *migrations_out = migrations;
    return OK;
}

static result_t migration_up(void *self, size_t *applied_out)
{
    struct storage *storage = self;

    return migrate_up(storage->db, applied_out);
}

static struct cli_message shown(arena_t *arena, const struct notify_message *message, bool unmasked)
{
    return (struct cli_message){
        .id = message->id,
        .kind = message->kind,
        .recipient = unmasked ? message->recipient
                              : mask_recipient(arena, message->kind, message->recipient),
        .template = message->template,
        .lang = message->lang,
        .user_id = message->user_id,
        .state = message->state,
        .tries = message->tries,
        .created_at = message->created_at,
        .expires_at = message->expires_at,
        .next_try_at = str_eq(message->state, STR(NOTIFY_PENDING)) ? message->next_try_at : 0,
        .settled_at = message->settled_at,
        .claimed_by = message->claimed_by,
        .last_error = message->last_error,
    };
}

static result_t list_messages(void *self, arena_t *arena, const struct cli_message_filter *filter,
    const struct cli_message **messages_out, size_t *n_out)
{
    const struct notify_store *store = self;
    const struct notify_filter wanted = {.kind = filter->kind,
        .state = filter->state,
        .after = filter->after,
        .limit = CLI_MESSAGES_MAX};
    const struct notify_message *found;

    TRY(store->list(store->self, arena, &wanted, &found, n_out));
    struct cli_message *messages = ARENA_ARRAY(arena, struct cli_message, *n_out);
    for (size_t i = 0; i < *n_out; i++)
        messages[i] = shown(arena, &found[i], filter->unmasked);
    *messages_out = messages;
    return OK;
}

static result_t find_message(
    void *self, arena_t *arena, int64_t id, bool unmasked, const struct cli_message **message_out)
{
    const struct notify_store *store = self;
    struct cli_message *message = ARENA_NEW(arena, struct cli_message);
    const struct notify_message *found;

    TRY(store->find(store->self, arena, id, &found));
    *message_out = found ? message : NULL;
    if (found)
        *message = shown(arena, found, unmasked);
    return OK;
}

static result_t retry_message(void *self, int64_t id, bool *retried_out)
{
    const struct notify_store *store = self;

    return store->retry(store->self, id, clock_now_s(&clock_system), retried_out);
}

static result_t drop_message(void *self, int64_t id, bool *found_out)
{
    const struct notify_store *store = self;

    return store->drop(store->self, id, found_out);
}

static result_t open_storage(void *self, arena_t *arena, const struct config *config,
    enum cli_open how, bool data_dir, struct cli_services *services_out)
{
    struct verbs *verbs = self;
    struct storage *storage = &verbs->storage;

    *services_out = (struct cli_services){0};
    TRY(storage_open(config, storage));
    services_out->migrations = (struct cli_migrations){storage, migration_status, migration_up};
    if (how == CLI_OPEN_MIGRATIONS)
        return OK;
    TRY(storage_open_services(storage, data_dir));
    verbs->account = storage_account(storage, arena);
    services_out->account = &verbs->account;
    services_out->keys = (struct cli_keys){storage, list_keys, rotate_keys};
    verbs->messages = store_notify(storage->db);
    services_out->outbox = (struct cli_outbox){
        &verbs->messages, list_messages, find_message, retry_message, drop_message};
    return OK;
}

static void close_storage(void *self)
{
    struct verbs *verbs = self;

    storage_close(&verbs->storage);
}

void verbs_offer(struct verbs *verbs, struct cli_host *host)
{
    host->self = verbs;
    host->prepare_data = prepare_data;
    host->open = open_storage;
    host->close = close_storage;
}
