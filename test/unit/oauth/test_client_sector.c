#include "oauth/client_sector.h"

#include "base/json_read.h"

#include "support/unit.h"

static void sector_is_one_host_or_none(void **state)
{
    static const struct {
        const char *metadata;
        const char *sector; /* NULL: none */
    } cases[] = {
        {"{}", NULL},
        {"{\"redirect_uris\":[]}", NULL},
        {"{\"redirect_uris\":[\"https://App.Example:8443/cb\"]}", "app.example"},
        {"{\"redirect_uris\":[\"https://a.example/1\",\"https://A.example:444/2\"]}", "a.example"},
        {"{\"redirect_uris\":[\"https://a.example/1\",\"https://b.example/2\"]}", NULL},
        {"{\"redirect_uris\":[\"https://a.example/1\",\"com.example.app:/cb\"]}", NULL},
        {"{\"redirect_uris\":[\"com.example.app:/cb\"]}", NULL},
        {"{\"redirect_uris\":[\"http://127.0.0.1/cb\"]}", "127.0.0.1"},
        {"{\"redirect_uris\":[\"https://a.example/1\",\"https://b.example/2\"],"
         "\"sector_identifier_uri\":\"https://Sector.example/uris.json\"}",
            "sector.example"},
        {"{\"redirect_uris\":[\"https://a.example/1\"],\"sector_identifier_uri\":\"nonsense\"}",
            NULL},
    };
    AUTO_ARENA arena = arena_new(1 << 16);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *metadata = json_read_object(str_from_cstr(cases[i].metadata), 1024);
        str_t sector = oauth_client_sector(arena, metadata);

        if (cases[i].sector)
            assert_str(sector, cases[i].sector);
        else
            assert_false(str_present(sector));
    }
}

static void pairwise_is_asked_for_by_name(void **state)
{
    static const char *const others[] = {
        "{}", "{\"subject_type\":\"public\"}", "{\"subject_type\":[\"pairwise\"]}"};
    json_auto_t *pairwise = json_read_object(STR("{\"subject_type\":\"pairwise\"}"), 1024);

    (void)state;
    assert_true(oauth_client_is_pairwise(pairwise));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        json_auto_t *other = json_read_object(str_from_cstr(others[i]), 1024);
        assert_false(oauth_client_is_pairwise(other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sector_is_one_host_or_none),
        cmocka_unit_test(pairwise_is_asked_for_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
