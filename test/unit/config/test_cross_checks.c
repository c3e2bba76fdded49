#include "unit/config/load.h"

#include <unistd.h>

/* What a service needs at least, all of it there; files that exist and are private. */
static void give_whole(struct loading *loading)
{
    loading->sources.purpose = CONFIG_FOR_SERVING;
    give_set(loading, "issuer=https://id.example.com");
    give_set(loading, "database.url=sqlite:x.db");
    give_set(loading, arena_printf(loading->arena, "keys.sealing_key_file=%s", getenv("KEY")).ptr);
}

static void give_tls(struct loading *loading)
{
    give_set(loading, arena_printf(loading->arena, "tls.cert_file=%s", getenv("KEY")).ptr);
    give_set(loading, arena_printf(loading->arena, "tls.key_file=%s", getenv("KEY")).ptr);
}

static void what_must_be_set_is_named_all_at_once(void **state)
{
    struct loading *loading = *state;
    loading->sources.purpose = CONFIG_FOR_SERVING;
    give_set(loading, "listen=");
    assert_refused(loading, ": database.url must be set\n"
                            ": keys.sealing_key_file must be set\n"
                            ": issuer must be set\n"
                            "--set: listen must name at least one address\n");
}

static void verbs_need_the_database_only(void **state)
{
    struct loading *loading = *state;
    loading->sources.purpose = CONFIG_FOR_STORAGE;
    assert_refused(loading, ": database.url must be set\n: keys.sealing_key_file must be set\n");
    give_whole(loading);
    loading->sources.sets.items++; /* without the issuer */
    loading->sources.sets.n--;
    loading->sources.purpose = CONFIG_FOR_STORAGE;
    assert_loads(loading);
}

static void whole_configuration_serves(void **state)
{
    struct loading *loading = *state;
    give_whole(loading);
    assert_loads(loading);
    give_set(loading, "listen=0.0.0.0:443");
    give_tls(loading);
    assert_loads(loading);
}

static void certificate_and_key_come_together_or_not(void **state)
{
    struct loading *loading = *state;
    give_whole(loading);
    give_tls(loading);
    give_set(loading, "tls.key_file=");
    assert_refused(loading, "--set: tls.cert_file is set without tls.key_file\n");
    give_tls(loading);
    give_set(loading, "tls.cert_file=");
    assert_refused(loading, "--set: tls.key_file is set without tls.cert_file\n");
}

static void plain_http_to_the_outside_is_refused(void **state)
{
    struct loading *loading = *state;
    give_whole(loading);
    give_set(loading, "listen=127.0.0.1:1,0.0.0.0:8443");
    assert_refused(loading,
        "--set: listen would serve plain HTTP outside this machine: set tls.cert_file and "
        "tls.key_file, or proxy.trusted if a proxy in front speaks TLS\n");
    give_set(loading, "proxy.trusted=10.0.0.0/8");
    assert_loads(loading);
}

static void http_issuer_with_a_certificate_is_refused(void **state)
{
    struct loading *loading = *state;
    give_whole(loading);
    give_tls(loading);
    give_set(loading, "issuer=http://localhost:8443");
    assert_refused(
        loading, "--set: issuer must begin with https:// because tls.cert_file is set\n");
}

static void management_on_the_public_address_is_refused(void **state)
{
    struct loading *loading = *state;
    give_whole(loading);
    give_set(loading, "management.listen=localhost:8443");
    assert_refused(
        loading, "--set: management.listen must be an address of its own, not one of listen\n");
}

static void times_that_contradict_each_other_are_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "keys.rotate_s=3600");
    give_set(loading, "keys.publish_s=3600");
    give_set(loading, "lifetime.refresh_absolute_s=60");
    give_set(loading, "lifetime.session_max_s=60");
    give_set(loading, "outbox.retry_max_s=9");
    assert_refused(loading,
        "--set: keys.publish_s must be less than keys.rotate_s\n"
        ": lifetime.refresh_idle_s must not be more than lifetime.refresh_absolute_s\n"
        ": lifetime.session_idle_s must not be more than lifetime.session_max_s\n"
        ": outbox.retry_s must not be more than outbox.retry_max_s\n");
}

static void sizes_that_cannot_work_are_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "keys.rsa_bits=2049");
    give_set(loading, "http.workers=17");
    assert_refused(loading, "--set: keys.rsa_bits must be 2048, 3072 or 4096\n"
                            ": http.connections must be at most 120 for each of http.workers\n");
}

static void mail_settings_that_contradict_each_other_are_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "mail.url=smtp://mail.example.com");
    give_set(loading, "mail.user=me");
    give_set(loading, "outbox.claim_s=60");
    assert_refused(loading, ": mail.from must be set because mail.url is\n"
                            "--set: mail.user is set without mail.password\n"
                            "--set: outbox.claim_s must be more than twice mail.timeout_s\n");
    give_set(loading, "mail.from=a@example.com");
    give_set(loading, "mail.password=secret");
    give_set(loading, "mail.user=");
    give_set(loading, "mail.starttls=false");
    give_set(loading, "outbox.claim_s=61");
    assert_refused(loading, "--set: mail.password is set without mail.user\n"
                            "--set: mail.starttls must be true: mail.password would travel in the "
                            "clear\n");
    give_set(loading, "mail.user=me");
    give_set(loading, "mail.url=smtp://localhost:1025");
    assert_loads(loading);
}

static void sms_settings_that_contradict_each_other_are_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "sms.kind=webhook");
    assert_refused(loading, ": sms.url must be set because sms.kind is\n"
                            ": sms.secret must be set because sms.kind is\n");
    give_set(loading, "sms.url=https://sms.example.com");
    give_set(loading, "sms.secret=short");
    assert_refused(loading, "--set: sms.secret must be 32 characters or more\n");
    give_set(loading, "sms.kind=twilio");
    assert_refused(loading, ": sms.account must be set because sms.kind is twilio\n"
                            ": sms.from must be set because sms.kind is twilio\n");
    give_set(loading, "sms.account=AC1");
    give_set(loading, "sms.from=Example");
    assert_loads(loading);
}

static void wrong_value_is_named_once_not_again_by_what_hangs_on_it(void **state)
{
    struct loading *loading = *state;
    give_whole(loading);
    give_set(loading, "issuer=nonsense");
    give_set(loading, "listen=0.0.0.0:x");
    load(loading);
    assert_int_equal(loading->problems.n, 2);
}

int main(void)
{
    char key[] = "/tmp/tessera-key-XXXXXX"; /* mkstemp makes it private */
    if (mkstemp(key) < 0 || setenv("KEY", key, 1) != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        config_test(what_must_be_set_is_named_all_at_once),
        config_test(verbs_need_the_database_only),
        config_test(whole_configuration_serves),
        config_test(certificate_and_key_come_together_or_not),
        config_test(plain_http_to_the_outside_is_refused),
        config_test(http_issuer_with_a_certificate_is_refused),
        config_test(management_on_the_public_address_is_refused),
        config_test(times_that_contradict_each_other_are_refused),
        config_test(sizes_that_cannot_work_are_refused),
        config_test(mail_settings_that_contradict_each_other_are_refused),
        config_test(sms_settings_that_contradict_each_other_are_refused),
        config_test(wrong_value_is_named_once_not_again_by_what_hangs_on_it),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(key);
    return failed;
}
