#include "account/proof.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

#define VERIFY ACCOUNT_PROOF_VERIFY_EMAIL

static int set_up(void **state)
{
    *state = fake_world_new();
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct account_proof_wish wish = {
    .purpose = VERIFY,
    .user_id = STR_INIT("u-1"),
    .target = STR_INIT("ada@example.com"),
    .series = STR_INIT("u-1"),
    .to = STR_INIT("Ada@Example.com"),
};

/* The id; link and code are those of the letter. */
static str_t send(struct fake_world *world)
{
    str_t id;

    assert_ok(account_proof_send(&world->ctx, &wish, &id));
    return id;
}

static str_t token(const struct fake_world *world)
{
    str_t prefix = STR("https://id.example/ui/verify?token=");

    assert_true(str_starts_with(fake_letter(world)->link, prefix));
    return str_from(fake_letter(world)->link, prefix.len);
}

static bool opens(struct fake_world *world, str_t with)
{
    const struct account_proof *proof;

    assert_ok(account_proof_by_link(&world->ctx, VERIFY, with, &proof));
    return proof != NULL;
}

static enum account_code_outcome try_code(struct fake_world *world, str_t id, str_t typed)
{
    enum account_code_outcome outcome;
    const struct account_proof *proof;

    assert_ok(account_proof_by_code(&world->ctx, VERIFY, id, typed, &outcome, &proof));
    assert_int_equal(proof != NULL, outcome == ACCOUNT_CODE_RIGHT);
    return outcome;
}

/* Another six digits than the letter's. */
static str_t wrong_code(struct fake_world *world)
{
    char *code = (char *)(uintptr_t)arena_str(world->arena, fake_letter(world)->code).ptr;

    code[5] = code[5] == '9' ? '0' : (char)(code[5] + 1);
    return (str_t){code, 6};
}

static void malformed_tokens_open_nothing(void **state)
{
    static const char *const tokens[] = {"", "short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
    struct fake_world *world = *state;

    send(world);
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        assert_false(opens(world, str_from_cstr(tokens[i])));
    assert_false(opens(world, STR_NONE));
    assert_true(opens(world, token(world)));
}

static void secrets_are_kept_as_digests(void **state)
{
    struct fake_world *world = *state;

    send(world);
    const struct account_proof *proof = &world->proofs[0].proof;
    assert_int_equal(token(world).len, 43);
    assert_int_equal(fake_letter(world)->code.len, ACCOUNT_PROOF_CODE_DIGITS);
    assert_false(str_eq(proof->link_digest, token(world)));
    assert_int_equal(proof->code_digest.len, 43);
    /* The same code of another proof has another digest, and so with another key. */
    world->next_random = 7;
    send(world);
    str_t with_this_key = world->proofs[0].proof.code_digest;
    world->next_random = 7;
    world->settings.proof_key[0] ^= 1;
    send(world);
    assert_false(str_eq(with_this_key, world->proofs[0].proof.code_digest));
}

static void newer_one_voids_link_and_code_of_the_one_before(void **state)
{
    struct fake_world *world = *state;
    str_t id = send(world), link = token(world), code = fake_letter(world)->code;

    send(world);
    assert_false(opens(world, link));
    assert_int_equal(try_code(world, id, code), ACCOUNT_CODE_OVER);
    assert_true(opens(world, token(world)));
}

static void proof_is_over_at_its_end(void **state)
{
    struct fake_world *world = *state;
    str_t id = send(world), code = fake_letter(world)->code;

    world->ctx.now += account_proof_kind(VERIFY)->life_s;
    assert_false(opens(world, token(world)));
    assert_int_equal(try_code(world, id, code), ACCOUNT_CODE_OVER);
    world->ctx.now--;
    assert_true(opens(world, token(world)));
    assert_int_equal(try_code(world, id, code), ACCOUNT_CODE_RIGHT);
}

static void texts_that_are_no_code_are_wrong_and_cost_a_try(void **state)
{
    static const char *const typed[] = {"", "12345", "1234567", "12345a", "12345\xEF\xBC\x91"};
    struct fake_world *world = *state;
    str_t id = send(world);

    for (size_t i = 0; i < ACCOUNT_PROOF_TRIES - 1; i++)
        assert_int_equal(try_code(world, id, str_from_cstr(typed[i])), ACCOUNT_CODE_WRONG);
    assert_int_equal(try_code(world, id, str_from_cstr(typed[4])), ACCOUNT_CODE_OVER);
}

static void right_code_after_five_wrong_ones_is_too_late(void **state)
{
    struct fake_world *world = *state;
    str_t id = send(world), code = fake_letter(world)->code;

    for (int i = 1; i < ACCOUNT_PROOF_TRIES; i++)
        assert_int_equal(try_code(world, id, wrong_code(world)), ACCOUNT_CODE_WRONG);
    assert_int_equal(try_code(world, id, wrong_code(world)), ACCOUNT_CODE_OVER);
    assert_int_equal(try_code(world, id, code), ACCOUNT_CODE_OVER);
    /* Whoever guesses codes does not take the link from its owner. */
    assert_true(opens(world, token(world)));
}

static void code_of_another_proof_is_wrong(void **state)
{
    struct fake_world *world = *state;
    struct account_proof_wish other = wish;
    str_t id = send(world);

    other.series = STR("u-2");
    assert_ok(account_proof_send(&world->ctx, &other, NULL));
    assert_int_equal(try_code(world, id, fake_letter(world)->code), ACCOUNT_CODE_WRONG);
    assert_int_equal(try_code(world, STR("unknown"), fake_letter(world)->code), ACCOUNT_CODE_OVER);
    assert_int_equal(try_code(world, STR("\xff"), fake_letter(world)->code), ACCOUNT_CODE_OVER);
}

static void code_may_be_typed_with_spaces(void **state)
{
    struct fake_world *world = *state;
    str_t id = send(world), code = fake_letter(world)->code;

    assert_int_equal(
        try_code(world, id, arena_printf(world->arena, " %.3s %.3s ", code.ptr, code.ptr + 3)),
        ACCOUNT_CODE_RIGHT);
}

static void post_that_is_away_keeps_nothing(void **state)
{
    struct fake_world *world = *state;

    world->of_post = result_fail(RESULT_BUSY, "too many");
    assert_result(account_proof_send(&world->ctx, &wish, NULL), RESULT_BUSY);
    assert_int_equal(world->n_proofs, 0);
}

static void letter_goes_to_the_address_as_it_was_entered(void **state)
{
    struct fake_world *world = *state;

    world->ctx.address = STR("192.0.2.7");
    send(world);
    assert_str(fake_letter(world)->to, "Ada@Example.com");
    assert_string_equal(fake_letter(world)->template, "verify_email");
    assert_str(world->letters[0].view,
        "{\"email\":\"Ada@Example.com\",\"address\":\"192.0.2.7\",\"hours\":\"24\"}");
    assert_true(world->letters[0].kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_tokens_open_nothing),
        TEST(secrets_are_kept_as_digests),
        TEST(newer_one_voids_link_and_code_of_the_one_before),
        TEST(proof_is_over_at_its_end),
        TEST(texts_that_are_no_code_are_wrong_and_cost_a_try),
        TEST(right_code_after_five_wrong_ones_is_too_late),
        TEST(code_of_another_proof_is_wrong),
        TEST(code_may_be_typed_with_spaces),
        TEST(post_that_is_away_keeps_nothing),
        TEST(letter_goes_to_the_address_as_it_was_entered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
