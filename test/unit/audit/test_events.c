#include "audit/events.h"
#include "support/unit.h"

#include <dirent.h>
#include <regex.h>
#include <stdio.h>
#include <sys/stat.h>

/* Folders whose only literals of the form "word.word" are names of acts. */
static const char *const core[] = {"oauth", "oidc", "authn", "account", NULL};
/* Folders that record acts, and have other literals of that form, too. */
static const char *const others[] = {"notify", NULL};

enum { NAMES_MAX = 256, NAME_SIZE = 64, TEXT_SIZE = 256 * 1024 };

struct found {
    char names[NAMES_MAX][NAME_SIZE];
    size_t n;
};

static void scan_text(const char *text, struct found *found)
{
    regex_t literal;
    regmatch_t match[2];

    assert_int_equal(regcomp(&literal, "\"([a-z_]+\\.[a-z_]+)\"", REG_EXTENDED), 0);
    while (regexec(&literal, text, 2, match, 0) == 0) {
        assert_true(found->n < NAMES_MAX);
        snprintf(found->names[found->n++], NAME_SIZE, "%.*s",
            (int)(match[1].rm_eo - match[1].rm_so), text + match[1].rm_so);
        text += match[0].rm_eo;
    }
    regfree(&literal);
}

static void scan_file(const char *path, struct found *found)
{
    static char text[TEXT_SIZE];
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_true(len < sizeof text - 1);
    text[len] = '\0';
    scan_text(text, found);
}

static void scan_folder(const char *path, struct found *found)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char below[1024];
        size_t len = strlen(entry->d_name);

        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            scan_folder(below, found);
        else if (len > 2 && strcmp(entry->d_name + len - 2, ".c") == 0)
            scan_file(below, found);
    }
    closedir(folder);
}

static struct found in_core, in_others;

static void scan_folders(const char *const *folders, struct found *found)
{
    for (; *folders != NULL; folders++) {
        char path[1024];

        snprintf(path, sizeof path, "%s/%s", SOURCE_DIR, *folders);
        scan_folder(path, found);
    }
}

static int scan(void **state)
{
    (void)state;
    scan_folders(core, &in_core);
    scan_folders(others, &in_others);
    return 0;
}

static bool names(const struct found *found, const char *name)
{
    size_t i = 0;

    while (i < found->n && strcmp(found->names[i], name) != 0)
        i++;
    return i < found->n;
}

static void everything_that_is_recorded_is_listed(void **state)
{
    (void)state;
    assert_true(in_core.n > 20);
    for (size_t i = 0; i < in_core.n; i++) {
        if (audit_event_find(in_core.names[i])->name == NULL)
            fail_msg("%s is missing in events.def", in_core.names[i]);
    }
}

static void everything_that_is_listed_is_recorded(void **state)
{
    (void)state;
    for (const struct audit_event *event = audit_events; event->name != NULL; event++) {
        if (!names(&in_core, event->name) && !names(&in_others, event->name))
            fail_msg("%s is recorded nowhere", event->name);
    }
}

static void no_event_is_listed_twice(void **state)
{
    (void)state;
    for (const struct audit_event *event = audit_events; event->name != NULL; event++)
        assert_ptr_equal(audit_event_find(event->name), event);
}

static void what_clients_cause_at_will_has_no_row(void **state)
{
    static const char *const at_will[] = {
        "client.auth_failed", "token.refused", "token.refreshed", "authorize.refused"};

    (void)state;
    for (size_t i = 0; i < sizeof at_will / sizeof *at_will; i++)
        assert_false(audit_event_find(at_will[i])->kept);
    assert_true(audit_event_find("code.reused")->kept);
}

static void act_of_a_loaded_scheme_is_kept(void **state)
{
    const struct audit_event *event = audit_event_find("example.spent");

    (void)state;
    assert_null(event->name);
    assert_true(event->kept);
    assert_true(event->fields & AUDIT_REASON);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_is_recorded_is_listed),
        cmocka_unit_test(everything_that_is_listed_is_recorded),
        cmocka_unit_test(no_event_is_listed_twice),
        cmocka_unit_test(what_clients_cause_at_will_has_no_row),
        cmocka_unit_test(act_of_a_loaded_scheme_is_kept),
    };
    return cmocka_run_group_tests(tests, scan, NULL);
}
