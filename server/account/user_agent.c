#define _GNU_SOURCE /* memmem */
#include "account/user_agent.h"

#include <string.h>

struct sign {
    const char *sign; /* what stands in it */
    const char *name;
};

/* The first that fits: most browsers name those that they descend from, too. */
static const struct sign browsers[] = {
    {"Edg/", "Edge"},
    {"EdgA/", "Edge"},
    {"EdgiOS/", "Edge"},
    {"OPR/", "Opera"},
    {"SamsungBrowser/", "Samsung Internet"},
    {"Vivaldi/", "Vivaldi"},
    {"DuckDuckGo/", "DuckDuckGo"},
    {"FxiOS/", "Firefox"},
    {"Firefox/", "Firefox"},
    {"CriOS/", "Chrome"},
    {"Chromium/", "Chromium"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
    {"curl/", "curl"},
    {NULL, NULL},
};

static const struct sign systems[] = {
    {"Android", "Android"},
    {"iPhone", "iOS"},
    {"iPad", "iPadOS"},
    {"CrOS", "ChromeOS"},
    {"Windows", "Windows"},
    {"Macintosh", "macOS"},
    {"FreeBSD", "FreeBSD"},
    {"OpenBSD", "OpenBSD"},
    {"Linux", "Linux"},
    {NULL, NULL},
};

static const char *find(const struct sign *signs, str_t text)
{
    while (signs->sign != NULL &&
           (text.len == 0 || memmem(text.ptr, text.len, signs->sign, strlen(signs->sign)) == NULL))
        signs++;
    return signs->name;
}

struct account_user_agent account_user_agent_read(str_t user_agent)
{
    return (struct account_user_agent){find(browsers, user_agent), find(systems, user_agent)};
}
