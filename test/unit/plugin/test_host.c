#include "plugin/host.h"

#include "crypto/random.h"
#include "password/password.h"
#include "support/unit.h"

enum { NOW = 1700000000 };

#define USER STR("u-1")

/* One row of credentials, real hashing with the least memory, and a scheme made of what a test
 * needs. */
struct world {
    arena_t *arena;
    struct seal_key *key;
    struct password_pool *pool;
    struct plugin_store store;
    struct plugin_messages messages;
    struct random_source random;
    struct clock clock;
    struct oauth_audit audit;
    struct plugin_services services;
    struct plugin_host *host;
    str_t row; /* of USER, whatever the scheme */
    result_t of_load, of_swap;
    bool overtaken; /* another writes the row between load and save */
    int swaps, sent, recorded;
};

static result_t credential_load(
    void *self, arena_t *arena, str_t user_id, const char *scheme, str_t *sealed_out)
{
    struct world *world = self;

    (void)scheme;
    *sealed_out = str_eq(user_id, USER) ? arena_str(arena, world->row) : STR_NONE;
    return world->of_load;
}

static result_t credential_swap(void *self, str_t user_id, const char *scheme, str_t from, str_t to,
    int64_t now, bool *swapped_out)
{
    struct world *world = self;

    (void)user_id;
    (void)scheme;
    assert_int_equal(now, NOW);
    world->swaps++;
    *swapped_out = !world->overtaken && str_eq(world->row, from);
    if (*swapped_out)
        world->row = arena_str(world->arena, to);
    return world->of_swap;
}

static result_t mail(void *self, str_t user_id, const char *scheme, str_t code, int64_t now)
{
    (void)user_id;
    (void)scheme;
    (void)code;
    (void)now;
    ((struct world *)self)->sent++;
    return OK;
}

static int64_t now_ms(void *self)
{
    (void)self;
    return (int64_t)NOW * 1000;
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    (void)event;
    (void)address;
    (void)now;
    ((struct world *)self)->recorded++;
}

/* --- a scheme whose functions a test exchanges --- */

static const struct tessera_host *given;
static struct tessera_slice loaded;
static int opened, closed;

static enum tessera_status open_probe(const struct tessera_host *host, void **self_out)
{
    given = host;
    opened++;
    *self_out = NULL;
    return TESSERA_OK;
}

static enum tessera_status fail_to_open(const struct tessera_host *host, void **self_out)
{
    (void)host;
    *self_out = NULL;
    return TESSERA_FAILED;
}

static void close_probe(void *self)
{
    (void)self;
    closed++;
}

static enum tessera_status accept(void *self, struct tessera_call *call, struct tessera_slice input)
{
    (void)self;
    (void)input;
    return given->load(call, &loaded);
}

static enum tessera_status keep(void *self, struct tessera_call *call, struct tessera_slice input)
{
    (void)self;
    return given->save(call, input);
}

static enum tessera_status load_and_keep(
    void *self, struct tessera_call *call, struct tessera_slice input)
{
    enum tessera_status status = accept(self, call, input);

    return status == TESSERA_OK ? given->save(call, input) : status;
}

static enum tessera_status refuse_enrol(
    void *self, struct tessera_call *call, struct tessera_slice input)
{
    (void)self;
    (void)call;
    (void)input;
    return TESSERA_REFUSED;
}

static enum tessera_status mail_code(
    void *self, struct tessera_call *call, struct tessera_slice input)
{
    (void)self;
    given->audit(call, "probe.sent", true, NULL);
    return given->send_mail(call, input);
}

static enum tessera_status start_probe(
    void *self, struct tessera_call *call, struct tessera_slice *shown_out)
{
    (void)self;
    (void)call;
    (void)shown_out;
    return TESSERA_OK;
}

static const struct tessera_scheme probe = {
    .abi = TESSERA_SCHEME_ABI,
    .size = sizeof(struct tessera_scheme),
    .name = "probe",
    .amr = "otp",
    .capabilities = TESSERA_SCHEME_SECOND_FACTOR,
    .open = open_probe,
    .close = close_probe,
    .verify = accept,
    .enrol = keep,
};

/* --- the world --- */

static int set_up(void **state)
{
    static const uint8_t key[SEAL_KEY_BYTES] = {1, 2, 3};
    const struct password_settings settings = {
        .memory_kib = 64, .ops = 1, .workers = 1, .queue = 1, .wait_ms = 1000};
    struct world *world = calloc(1, sizeof *world);

    assert_ok(crypto_init());
    world->arena = arena_new(4u << 20);
    world->key = seal_key_new(key);
    world->pool = password_pool_new(&settings);
    world->of_load = world->of_swap = OK;
    world->store = (struct plugin_store){world, credential_load, credential_swap};
    world->messages = (struct plugin_messages){world, mail, NULL};
    world->clock = (struct clock){world, now_ms};
    world->audit = (struct oauth_audit){world, record};
    world->services = (struct plugin_services){&world->store, &world->messages, world->key,
        world->pool, &random_system, &world->clock, &world->audit};
    opened = closed = 0;
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    plugin_host_free(&world->host);
    password_pool_free(&world->pool);
    seal_key_free(&world->key);
    arena_free(&world->arena);
    free(world);
    return 0;
}

static void host_with(struct world *world, const struct tessera_scheme *scheme)
{
    plugin_host_free(&world->host);
    assert_ok(plugin_host_new(&world->services, &scheme, 1, &world->host));
}

static result_t verify(struct world *world, const char *scheme, str_t user_id, const char *input,
    enum authn_proof *proof_out)
{
    struct authn_schemes port = plugin_host_authn(world->host);
    const char *amr = NULL;

    return port.verify(
        port.self, world->arena, scheme, user_id, str_from_cstr(input), proof_out, &amr);
}

static result_t enrol(struct world *world, const char *scheme, const char *input, str_t *sealed_out)
{
    struct account_schemes port = plugin_host_account(world->host);

    return port.enrol(port.self, world->arena, scheme, USER, str_from_cstr(input), sealed_out);
}

/* --- what is not taken --- */

static void refused(struct world *world, struct tessera_scheme scheme)
{
    const struct tessera_scheme *const schemes[] = {&probe, &scheme};

    closed = 0;
    assert_result(plugin_host_new(&world->services, schemes, 2, &world->host), RESULT_FAILED);
    assert_null(world->host);
    assert_int_equal(closed, 1); /* the first is closed again */
}

static void malformed_schemes_are_not_taken(void **state)
{
    struct tessera_scheme scheme = probe;

#define REFUSED(member, value)                                                                     \
    do {                                                                                           \
        scheme = probe;                                                                            \
        scheme.name = "other";                                                                     \
        scheme.member = (value);                                                                   \
        refused(*state, scheme);                                                                   \
    } while (0)
    REFUSED(abi, TESSERA_SCHEME_ABI + 1);
    REFUSED(size, sizeof scheme - 1);
    REFUSED(name, NULL);
    REFUSED(name, "");
    REFUSED(name, "Upper");
    REFUSED(name, "a-name-of-more-than-thirty-two-chars");
    REFUSED(name, "probe"); /* a second one */
    REFUSED(amr, NULL);
    REFUSED(amr, "");
    REFUSED(capabilities, 0);
    REFUSED(capabilities, TESSERA_SCHEME_FIRST_FACTOR | TESSERA_SCHEME_CHALLENGE);
    REFUSED(start, start_probe);
    REFUSED(verify, NULL);
    REFUSED(enrol, NULL);
    REFUSED(open, fail_to_open);
}

static void too_many_schemes_are_not_taken(void **state)
{
    struct world *world = *state;
    const struct tessera_scheme *schemes[PLUGIN_SCHEMES_MAX + 1];

    for (size_t i = 0; i <= PLUGIN_SCHEMES_MAX; i++)
        schemes[i] = &probe;
    assert_result(plugin_host_new(&world->services, schemes, PLUGIN_SCHEMES_MAX + 1, &world->host),
        RESULT_FAILED);
    assert_int_equal(opened, 0);
}

static void unknown_scheme_proves_nobody(void **state)
{
    struct world *world = *state;
    enum authn_proof proof = AUTHN_PROVED;
    str_t sealed;

    host_with(world, &probe);
    assert_result(verify(world, "other", USER, "x", &proof), RESULT_FAILED);
    assert_int_equal(proof, AUTHN_REFUSED);
    assert_result(enrol(world, "other", "x", &sealed), RESULT_FAILED);
}

static void unknown_person_is_never_proved(void **state)
{
    struct world *world = *state;
    enum authn_proof proof = AUTHN_PROVED;

    host_with(world, &probe); /* it says yes to everybody */
    assert_ok(verify(world, "probe", STR_NONE, "x", &proof));
    assert_int_equal(proof, AUTHN_REFUSED);
    assert_null(loaded.ptr);
}

static void data_of_another_person_or_scheme_does_not_open(void **state)
{
    struct world *world = *state;
    enum authn_proof proof;

    host_with(world, &probe);
    world->row = seal(world->arena, world->key, STR("credential:probe:u-2"), STR("data"));
    assert_result(verify(world, "probe", USER, "x", &proof), RESULT_CORRUPT);
    world->row = seal(world->arena, world->key, STR("credential:other:u-1"), STR("data"));
    assert_result(verify(world, "probe", USER, "x", &proof), RESULT_CORRUPT);
    assert_int_equal(proof, AUTHN_REFUSED);
}

static void trouble_of_the_store_keeps_its_name(void **state)
{
    struct world *world = *state;
    enum authn_proof proof;

    host_with(world, &probe);
    world->of_load = result_fail(RESULT_UNAVAILABLE, "away");
    assert_result(verify(world, "probe", USER, "x", &proof), RESULT_UNAVAILABLE);
    assert_int_equal(proof, AUTHN_REFUSED);
}

/* A scheme to change, alive as long as the host. */
static struct tessera_scheme *copy_probe(struct world *world)
{
    struct tessera_scheme *copy = ARENA_NEW(world->arena, struct tessera_scheme);

    *copy = probe;
    return copy;
}

static void enrolment_that_keeps_nothing_is_a_failure(void **state)
{
    struct world *world = *state;
    struct tessera_scheme *scheme = copy_probe(world);
    str_t sealed;

    scheme->enrol = accept;
    host_with(world, scheme);
    assert_result(enrol(world, "probe", "x", &sealed), RESULT_FAILED);
    scheme->enrol = refuse_enrol;
    host_with(world, scheme);
    assert_result(enrol(world, "probe", "x", &sealed), RESULT_FAILED);
    assert_false(str_present(sealed));
}

static void save_without_load_or_for_nobody_is_a_failure(void **state)
{
    struct world *world = *state;
    struct tessera_scheme *scheme = copy_probe(world);
    enum authn_proof proof;

    scheme->verify = keep;
    host_with(world, scheme);
    assert_result(verify(world, "probe", USER, "x", &proof), RESULT_FAILED);
    assert_result(verify(world, "probe", STR_NONE, "x", &proof), RESULT_FAILED);
    assert_int_equal(world->swaps, 0);
}

static void slower_of_two_saves_is_refused(void **state)
{
    struct world *world = *state;
    struct tessera_scheme *scheme = copy_probe(world);
    enum authn_proof proof;

    scheme->verify = load_and_keep;
    host_with(world, scheme);
    assert_ok(enrol(world, "probe", "first", &world->row));
    world->overtaken = true;
    assert_ok(verify(world, "probe", USER, "second", &proof));
    assert_int_equal(proof, AUTHN_REFUSED);
    world->overtaken = false;
    assert_ok(verify(world, "probe", USER, "third", &proof));
    assert_int_equal(proof, AUTHN_PROVED);
}

static void message_to_nobody_is_not_sent(void **state)
{
    struct world *world = *state;
    struct tessera_scheme *scheme = copy_probe(world);
    enum authn_proof proof;

    scheme->verify = mail_code;
    host_with(world, scheme);
    assert_ok(verify(world, "probe", STR_NONE, "123456", &proof));
    assert_int_equal(world->sent, 0);
    assert_ok(verify(world, "probe", USER, "123456", &proof));
    assert_int_equal(world->sent, 1);
    assert_int_equal(world->recorded, 2);
    assert_null(given->send_sms); /* no such gateway */
}

/* --- the password scheme, whole --- */

static void password_is_proved_and_others_are_refused(void **state)
{
    static const char *const wrong[] = {
        "correct horse battery stapl", "Correct horse battery staple", "", "\xFF"};
    struct world *world = *state;
    enum authn_proof proof;

    host_with(world, &password_scheme);
    assert_ok(enrol(world, "password", "correct horse battery staple", &world->row));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_ok(verify(world, "password", USER, wrong[i], &proof));
        assert_int_equal(proof, AUTHN_REFUSED);
    }
    assert_ok(verify(world, "password", STR_NONE, "correct horse battery staple", &proof));
    assert_int_equal(proof, AUTHN_REFUSED);
    assert_ok(verify(world, "password", STR("u-2"), "correct horse battery staple", &proof));
    assert_int_equal(proof, AUTHN_REFUSED);
    assert_ok(verify(world, "password", USER, "correct horse battery staple", &proof));
    assert_int_equal(proof, AUTHN_PROVED);
    assert_int_equal(world->swaps, 0);
}

static void every_keyboards_spelling_proves(void **state)
{
    struct world *world = *state;
    enum authn_proof proof;

    host_with(world, &password_scheme);
    assert_ok(enrol(world, "password", "pa\u0308ssword of full width", &world->row));
    assert_ok(verify(world, "password", USER, "p\u00e4ssword of ｆｕｌｌ width", &proof));
    assert_int_equal(proof, AUTHN_PROVED);
}

static void sign_in_after_new_settings_makes_a_new_hash(void **state)
{
    struct world *world = *state;
    const struct password_settings stronger = {
        .memory_kib = 128, .ops = 1, .workers = 1, .queue = 1, .wait_ms = 1000};
    enum authn_proof proof;

    host_with(world, &password_scheme);
    assert_ok(enrol(world, "password", "correct horse battery staple", &world->row));
    password_pool_free(&world->pool);
    world->pool = password_pool_new(&stronger);
    world->services.passwords = world->pool;
    host_with(world, &password_scheme);
    for (int i = 0; i < 2; i++) {
        assert_ok(verify(world, "password", USER, "correct horse battery staple", &proof));
        assert_int_equal(proof, AUTHN_PROVED);
    }
    assert_int_equal(world->swaps, 1);
}

static void nothing_too_large_and_nothing_for_an_unknown_scheme_is_adopted(void **state)
{
    struct world *world = *state;
    static const char large[TESSERA_DATA_MAX + 1];
    str_t sealed, kept;

    host_with(world, &password_scheme);
    struct account_schemes port = plugin_host_account(world->host);
    assert_result(
        port.adopt(port.self, world->arena, "other", USER, STR("x"), &sealed), RESULT_FAILED);
    assert_result(port.adopt(port.self, world->arena, "password", USER,
                      (str_t){large, sizeof large}, &sealed),
        RESULT_FAILED);
    assert_result(port.reveal(port.self, world->arena, "other", USER, &kept), RESULT_FAILED);
}

static void credential_does_not_show_the_hash(void **state)
{
    struct world *world = *state;
    str_t plain;

    host_with(world, &password_scheme);
    assert_ok(enrol(world, "password", "correct horse battery staple", &world->row));
    assert_false(str_starts_with(world->row, STR("$argon2id$")));
    assert_ok(
        seal_open(world->arena, world->key, STR("credential:password:u-1"), world->row, &plain));
    assert_true(str_starts_with(plain, STR("$argon2id$")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_schemes_are_not_taken),
        TEST(too_many_schemes_are_not_taken),
        TEST(unknown_scheme_proves_nobody),
        TEST(unknown_person_is_never_proved),
        TEST(data_of_another_person_or_scheme_does_not_open),
        TEST(trouble_of_the_store_keeps_its_name),
        TEST(enrolment_that_keeps_nothing_is_a_failure),
        TEST(save_without_load_or_for_nobody_is_a_failure),
        TEST(slower_of_two_saves_is_refused),
        TEST(message_to_nobody_is_not_sent),
        TEST(password_is_proved_and_others_are_refused),
        TEST(every_keyboards_spelling_proves),
        TEST(sign_in_after_new_settings_makes_a_new_hash),
        TEST(nothing_too_large_and_nothing_for_an_unknown_scheme_is_adopted),
        TEST(credential_does_not_show_the_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
