/* links: tessera_fetch tessera_config tessera_base */
/* What the fetcher judges of a URL is what libcurl makes of it: the same host and port. Two lines:
 * an entry of fetch.allow_hosts, and the URL. */
#include "base/host.h"
#include "fetch/public_address.h"
#include "fetch/target.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static str_t without_brackets(str_t host)
{
    return str_starts_with(host, STR("[")) ? str_first(str_from(host, 1), host.len - 2) : host;
}

static void is_read_alike(const struct fetch_target *target)
{
    CURLU *url = curl_url();
    char *host = NULL, *port = NULL, *scheme = NULL, *user = NULL;
    int64_t number = 0;

    require(url != NULL && curl_url_set(url, CURLUPART_URL, target->url, 0) == CURLUE_OK);
    require(curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK);
    require(curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK);
    require(curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK);
    require(curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_NO_USER);
    require(strcmp(scheme, "https") == 0);
    require(str_to_int64(str_from_cstr(port), &number) && number == target->port);
    if (!target->is_address || target->address.any.sa_family == AF_INET)
        require(str_eq_ci(without_brackets(str_from_cstr(host)), str_from_cstr(target->host)));
    curl_free(host);
    curl_free(port);
    curl_free(scheme);
    curl_free(user);
    curl_url_cleanup(url);
}

/* An IPv4 address and its mapped form are judged alike. */
static void is_judged_alike(const struct sockaddr_in *v4)
{
    union address_socket mapped = {.v6 = {.sin6_family = AF_INET6}};

    mapped.v6.sin6_addr.s6_addr[10] = mapped.v6.sin6_addr.s6_addr[11] = 0xff;
    memcpy(mapped.v6.sin6_addr.s6_addr + 12, &v4->sin_addr, 4);
    require(
        public_address(&mapped.any) == public_address((const struct sockaddr *)(const void *)v4));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t url = arena_bytes(arena, data, size), entry;
    struct allowed_host allowed;
    struct fetch_target target;

    str_next(&url, '\n', &entry);
    struct fetch_guard guard = {&allowed, allowed_host_parse(entry, &allowed) ? 1 : 0};
    if (fetch_target_parse(arena, str_present(url) ? url : STR(""), &target) != FETCH_ANSWERED)
        return 0;
    is_read_alike(&target);
    if (!target.is_address) {
        require(host_kind(str_from_cstr(target.host)) == HOST_NAME);
        return 0;
    }
    if (target.address.any.sa_family == AF_INET)
        is_judged_alike(&target.address.v4);
    bool open = fetch_guard_allows(&guard, &target, &target.address.any);
    require(open || !public_address(&target.address.any));
    return 0;
}
