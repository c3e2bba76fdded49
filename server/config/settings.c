#include "config/settings.h"

static const char *const config_log_formats[] = {
    [LOG_FORMAT_TEXT] = "text", [LOG_FORMAT_JSON] = "json", NULL};
static const char *const config_log_levels[] = {[LOG_LEVEL_DEBUG] = "debug",
    [LOG_LEVEL_INFO] = "info",
    [LOG_LEVEL_WARN] = "warn",
    [LOG_LEVEL_ERROR] = "error",
    NULL};

static const char *const config_registrations[] = {[CONFIG_REGISTRATION_OFF] = "off",
    [CONFIG_REGISTRATION_OPEN] = "open",
    [CONFIG_REGISTRATION_DOMAINS] = "domains",
    NULL};
static const char *const config_sms_kinds[] = {[CONFIG_SMS_OFF] = "off",
    [CONFIG_SMS_WEBHOOK] = "webhook",
    [CONFIG_SMS_TWILIO] = "twilio",
    NULL};

#define KEY_(prefix, member) STR_INIT(#prefix #member)
#define AT_(prefix, member) offsetof(struct config, prefix member)

#define OPEN(section)
#define CLOSE(section)
#define BOOL(prefix, member, preset, reload, text)                                                 \
    {.key = KEY_(prefix, member),                                                                  \
        .offset = AT_(prefix, member),                                                             \
        .type = SETTING_BOOL,                                                                      \
        .preset_number = (preset),                                                                 \
        .reloadable = (reload),                                                                    \
        .doc = (text)},
#define INT(prefix, member, preset, least, most, measure, reload, text)                            \
    {.key = KEY_(prefix, member),                                                                  \
        .offset = AT_(prefix, member),                                                             \
        .type = SETTING_INT,                                                                       \
        .preset_number = (preset),                                                                 \
        .min = (least),                                                                            \
        .max = (most),                                                                             \
        .unit = (measure),                                                                         \
        .reloadable = (reload),                                                                    \
        .doc = (text)},
#define ENUM(prefix, member, ctype, list, preset, reload, text)                                    \
    {.key = KEY_(prefix, member),                                                                  \
        .offset = AT_(prefix, member) + 0 * sizeof(char[sizeof(ctype) == sizeof(int) ? 1 : -1]),   \
        .type = SETTING_ENUM,                                                                      \
        .names = (list),                                                                           \
        .preset_number = (preset),                                                                 \
        .reloadable = (reload),                                                                    \
        .doc = (text)},
#define TEXTUAL_(kind, prefix, member, preset, judge, reload, text)                                \
    {.key = KEY_(prefix, member),                                                                  \
        .offset = AT_(prefix, member),                                                             \
        .type = (kind),                                                                            \
        .preset_text = (preset),                                                                   \
        .check = (judge),                                                                          \
        .reloadable = (reload),                                                                    \
        .doc = (text)},
#define TEXT(prefix, member, ...) TEXTUAL_(SETTING_TEXT, prefix, member, __VA_ARGS__)
#define PATH(prefix, member, ...) TEXTUAL_(SETTING_PATH, prefix, member, "", __VA_ARGS__)
#define SECRET(prefix, member, ...) TEXTUAL_(SETTING_SECRET, prefix, member, "", __VA_ARGS__)
#define LIST(prefix, member, ...) TEXTUAL_(SETTING_LIST, prefix, member, __VA_ARGS__)

const struct setting settings[] = {
#include "config/settings.def"
};
const size_t settings_n = sizeof settings / sizeof settings[0];

const struct setting *setting_find(str_t key)
{
    for (size_t i = 0; i < settings_n; i++)
        if (str_eq(settings[i].key, key))
            return &settings[i];
    return NULL;
}
