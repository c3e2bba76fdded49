#include "notify/http_post.h"

#include "base/buf.h"

#include <curl/curl.h>

static size_t take_body(char *bytes, size_t size, size_t n, void *self)
{
    buf_t *body = self;

    buf_put(body, (str_t){bytes, size * n});
    return body->overflowed ? 0 : size * n;
}

static bool restrict_ways(CURL *easy)
{
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)HTTP_POST_MS) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
}

static bool describe(CURL *easy, const struct http_post *post, struct curl_slist *headers)
{
    if (post->user != NULL &&
        (curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) != CURLE_OK ||
            curl_easy_setopt(easy, CURLOPT_USERNAME, post->user) != CURLE_OK ||
            curl_easy_setopt(easy, CURLOPT_PASSWORD, post->password) != CURLE_OK))
        return false;
    return headers != NULL && curl_easy_setopt(easy, CURLOPT_URL, post->url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, "Tessera") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)post->body.len) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post->body.ptr) == CURLE_OK;
}

static struct curl_slist *headers_of(arena_t *arena, const struct http_post *post)
{
    struct curl_slist *headers =
        curl_slist_append(NULL, arena_printf(arena, "Content-Type: %s", post->content_type).ptr);

    if (headers != NULL && post->header != NULL)
        headers = curl_slist_append(headers, post->header);
    return headers;
}

void http_post(arena_t *arena, const struct http_post *post, struct http_post_answer *answer_out)
{
    CURL *easy = curl_easy_init();
    struct curl_slist *headers = headers_of(arena, post);
    buf_t body = buf_new(arena, HTTP_POST_BODY_MAX);
    CURLcode code = CURLE_FAILED_INIT;
    long status = 0;

    if (easy != NULL && restrict_ways(easy) && describe(easy, post, headers) &&
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body) == CURLE_OK)
        code = curl_easy_perform(easy);
    if (code == CURLE_OK)
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    *answer_out = (struct http_post_answer){
        code == CURLE_OK ? NULL : curl_easy_strerror(code), (int)status, buf_str(&body)};
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
}
