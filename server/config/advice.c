#include "config/advice.h"

#include "config/url.h"

static bool mail_is_off(const struct config *config)
{
    return config->mail.url.len == 0;
}

static bool mail_is_in_the_clear(const struct config *config)
{
    struct url url;
    return !config->mail.starttls && url_parse(config->mail.url, &url) &&
           str_eq(url.scheme, STR("smtp")) && !url_is_loopback(&url);
}

static const struct {
    bool (*applies)(const struct config *config);
    struct config_advice advice;
} pieces[] = {
    {mail_is_off, {STR_INIT("mail.url"),
                      "is not set: no mail is sent, and what should be becomes a dead letter"}},
    {mail_is_in_the_clear,
        {STR_INIT("mail.starttls"), "is false: mail, links and codes travel in the clear"}},
};

const struct config_advice *config_advice_next(const struct config *config, size_t *at)
{
    while (*at < sizeof pieces / sizeof pieces[0]) {
        size_t i = (*at)++;
        if (pieces[i].applies(config))
            return &pieces[i].advice;
    }
    return NULL;
}
