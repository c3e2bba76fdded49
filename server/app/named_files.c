#include "app/named_files.h"

#include "config/problems.h"
#include "config/settings.h"
#include "crypto/seal.h"
#include "http/tls.h"
#include "notify/letters.h"

static void blame(
    const struct config *config, struct config_problems *problems, str_t key, str_t message)
{
    str_t place = config->origins[setting_find(key) - settings];

    config_problem_add(problems, place, key, "%.*s", STR_ARG(message));
}

static void judge_sealing_key(const struct config *config, struct config_problems *problems)
{
    AUTO_SEAL_KEY key = NULL;
    result_t loaded = seal_key_load(config->keys.sealing_key_file.ptr, &key);

    if (!result_ok(loaded))
        blame(config, problems, STR("keys.sealing_key_file"),
            arena_printf(problems->arena, "cannot be used: %s", loaded.what));
}

static void judge_certificate(const struct config *config, struct config_problems *problems)
{
    struct http_tls *tls = NULL;

    if (config->tls.cert_file.len == 0)
        return;
    result_t loaded = http_tls_open(config->tls.cert_file.ptr, config->tls.key_file.ptr, &tls);
    if (!result_ok(loaded))
        blame(config, problems, STR("tls.cert_file"),
            arena_printf(problems->arena, "and tls.key_file cannot be used: %s", loaded.what));
    http_tls_close(&tls);
}

static void judge_letters(const struct config *config, struct config_problems *problems)
{
    struct letters *letters = NULL;
    str_t problem = STR_NONE;
    result_t opened = letters_open(config->mail.templates_dir, problems->arena, &problem, &letters);

    if (!result_ok(opened))
        blame(config, problems, STR("mail.templates_dir"),
            arena_printf(
                problems->arena, "holds a letter that is not right: %.*s", STR_ARG(problem)));
    letters_free(&letters);
}

void named_files_judge(const struct config *config, struct config_problems *problems)
{
    judge_sealing_key(config, problems);
    judge_certificate(config, problems);
    judge_letters(config, problems);
}
