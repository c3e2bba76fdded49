#include "notify/mail.h"

#include "base/buf.h"
#include "notify/mail_address.h"
#include "notify/mail_header.h"

#include <curl/curl.h>
#include <string.h>

enum {
    SAID_MAX = 512,
    BODY_MAX = 512 * 1024,
    SYNTAX_AND_POLICY_FROM = 500, /* RFC 5321, section 4.2.1: for good */
    ASCII_SHARE = 6, /* quoted-printable is the shorter one while at most 1 byte in 6 is escaped */
};

struct mail {
    struct mail_settings settings;
    struct mailbox from;
    str_t from_address;
    const char *url; /* its path is what we call ourselves (RFC 5321, section 4.1.1.1) */
};

/* One conversation. */
struct talk {
    const struct mail *mail;
    arena_t *arena;
    const struct notify_errand *errand;
    str_t to; /* as it travels */
    CURL *easy;
    curl_mime *mime;
    struct curl_slist *headers;
    struct curl_slist *recipients;
    bool greeted;             /* the server has said 220 */
    char said[SAID_MAX];      /* its last line */
    char complaint[SAID_MAX]; /* its last line that is a refusal */
    char error[CURL_ERROR_SIZE];
};

result_t mail_open(
    arena_t *arena, const struct mail_settings *settings, const struct mail **mail_out)
{
    struct mail *mail = ARENA_NEW(arena, struct mail);

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return result_fail(RESULT_FAILED, "libcurl does not start");
    mail->settings = *settings;
    if (!mailbox_parse(arena, settings->from, &mail->from) ||
        !mail_address(arena, &mail->from, &mail->from_address))
        return result_fail(RESULT_FAILED, "mail.from is no address that mail can come from");
    str_t url = settings->url;
    if (str_ends_with(url, STR("/")))
        url = str_first(url, url.len - 1);
    mail->url = arena_printf(arena, "%.*s/%.*s", STR_ARG(url), STR_ARG(settings->host)).ptr;
    *mail_out = mail;
    return OK;
}

/* --- the message --- */

/* Lines end with CR LF in both encodings' input (RFC 2045, section 6.7; RFC 2046, 4.1.1). */
static str_t with_line_ends(arena_t *arena, str_t text)
{
    buf_t lines = buf_new(arena, BODY_MAX);

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            buf_put_char(&lines, '\r');
        if (text.ptr[i] != '\r')
            buf_put_char(&lines, text.ptr[i]);
    }
    return buf_str(&lines);
}

static const char *encoding_of(str_t text)
{
    size_t others = 0;

    for (size_t i = 0; i < text.len; i++)
        others += (unsigned char)text.ptr[i] >= 0x80 ? 1 : 0;
    return others * ASCII_SHARE > text.len ? "base64" : "quoted-printable";
}

static bool add_part(struct talk *talk, curl_mime *parts, const char *type, str_t text)
{
    curl_mimepart *part = curl_mime_addpart(parts);
    str_t lines = with_line_ends(talk->arena, text);

    return part != NULL && curl_mime_data(part, lines.ptr, lines.len) == CURLE_OK &&
           curl_mime_type(part, type) == CURLE_OK &&
           curl_mime_encoder(part, encoding_of(lines)) == CURLE_OK;
}

static bool add_header(struct talk *talk, str_t field)
{
    struct curl_slist *longer = curl_slist_append(talk->headers, arena_cstr(talk->arena, field));

    if (longer != NULL)
        talk->headers = longer;
    return longer != NULL;
}

static bool add_headers(struct talk *talk)
{
    arena_t *arena = talk->arena;
    const struct mail *mail = talk->mail;
    const struct notify_message *message = talk->errand->message;

    return add_header(talk, mail_header_date(arena, talk->errand->now)) &&
           add_header(
               talk, mail_header_mailbox(arena, "From", mail->from.name, mail->from_address)) &&
           add_header(talk, mail_header_mailbox(arena, "To", STR_NONE, talk->to)) &&
           add_header(talk, mail_header_text(arena, "Subject", talk->errand->content->subject)) &&
           add_header(talk, arena_printf(arena, "Message-ID: <%.*s@%.*s>",
                                STR_ARG(message->message_id), STR_ARG(mail->settings.host))) &&
           /* RFC 3834, section 5: no robot answers. */
           add_header(talk, STR("Auto-Submitted: auto-generated")) &&
           add_header(
               talk, arena_printf(arena, "Content-Language: %.*s", STR_ARG(message->lang))) &&
           add_header(talk, STR("Content-Type: multipart/alternative"));
}

/* The richer part stands last (RFC 2046, section 5.1.4). */
static bool compose(struct talk *talk)
{
    const struct notify_content *content = talk->errand->content;

    talk->mime = curl_mime_init(talk->easy);
    return talk->mime != NULL && add_headers(talk) &&
           add_part(talk, talk->mime, "text/plain; charset=utf-8", content->text) &&
           add_part(talk, talk->mime, "text/html; charset=utf-8", content->html) &&
           curl_easy_setopt(talk->easy, CURLOPT_MIMEPOST, talk->mime) == CURLE_OK &&
           curl_easy_setopt(talk->easy, CURLOPT_HTTPHEADER, talk->headers) == CURLE_OK;
}

/* --- the conversation --- */

static size_t hear(char *bytes, size_t size, size_t n, void *self)
{
    struct talk *talk = self;
    str_t line = {bytes, size * n};

    while (str_ends_with(line, STR("\n")) || str_ends_with(line, STR("\r")))
        line.len--;
    talk->greeted = talk->greeted || str_starts_with(line, STR("220"));
    snprintf(talk->said, sizeof talk->said, "%.*s", STR_ARG(line));
    if (str_starts_with(line, STR("4")) || str_starts_with(line, STR("5")))
        snprintf(talk->complaint, sizeof talk->complaint, "%.*s", STR_ARG(line));
    return size * n;
}

/* Called about once a second, whatever the server does. */
static int stop_in_time(
    void *self, curl_off_t down_max, curl_off_t down, curl_off_t up_max, curl_off_t up)
{
    const struct talk *talk = self;
    (void)down_max;
    (void)down;
    (void)up_max;
    (void)up;

    return talk->errand->stopping != NULL && atomic_load(talk->errand->stopping) ? 1 : 0;
}

static bool restrict_ways(struct talk *talk)
{
    CURL *easy = talk->easy;
    long time_ms = (long)talk->mail->settings.time_s * 1000;

    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, time_ms) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, time_ms / 1000) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, stop_in_time) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_XFERINFODATA, talk) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, talk) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, talk->error) == CURLE_OK;
}

/* STARTTLS is required where it is wanted at all: who can take it out of the server's answer could
 * read everything else, too. */
static bool require_tls(struct talk *talk)
{
    CURL *easy = talk->easy;
    const struct mail_settings *settings = &talk->mail->settings;
    long tls = settings->plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL;

    if (settings->ca_file.len > 0 &&
        curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file.ptr) != CURLE_OK)
        return false;
    return curl_easy_setopt(easy, CURLOPT_USE_SSL, tls) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
}

static bool address(struct talk *talk)
{
    CURL *easy = talk->easy;
    const struct mail_settings *settings = &talk->mail->settings;

    talk->recipients = curl_slist_append(NULL, arena_cstr(talk->arena, talk->to));
    if (settings->user.len > 0 &&
        (curl_easy_setopt(easy, CURLOPT_USERNAME, settings->user.ptr) != CURLE_OK ||
            curl_easy_setopt(easy, CURLOPT_PASSWORD, settings->password.ptr) != CURLE_OK))
        return false;
    return talk->recipients != NULL &&
           curl_easy_setopt(easy, CURLOPT_URL, talk->mail->url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_MAIL_FROM, talk->mail->from_address.ptr) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, talk->recipients) == CURLE_OK;
}

/* --- what came of it --- */

/* A server that wants another sign-in, or none at all from us, says nothing about the message: the
 * operator can mend that (RFC 4954, section 6). */
static bool is_about_us(const struct talk *talk, CURLcode code, long status)
{
    static const long sign_in[] = {530, 534, 535, 538};

    if (!talk->greeted ||
        (code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_WEIRD_SERVER_REPLY))
        return true;
    for (size_t i = 0; i < sizeof sign_in / sizeof *sign_in; i++) {
        if (status == sign_in[i])
            return true;
    }
    return false;
}

static struct notify_answer judge(struct talk *talk, CURLcode code)
{
    long status = 0;
    struct notify_answer answer = {NOTIFY_FAILED, STR_NONE};

    curl_easy_getinfo(talk->easy, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK)
        answer.outcome = NOTIFY_ARRIVED;
    else if (status >= SYNTAX_AND_POLICY_FROM && !is_about_us(talk, code, status))
        answer.outcome = NOTIFY_REFUSED;
    const char *why = talk->error[0] != '\0' ? talk->error : curl_easy_strerror(code);
    if (code == CURLE_OK)
        answer.said = arena_str(talk->arena, str_from_cstr(talk->said));
    else if (talk->complaint[0] != '\0')
        answer.said = arena_printf(talk->arena, "%s: %s", why, talk->complaint);
    else
        answer.said = arena_str(talk->arena, str_from_cstr(why));
    return answer;
}

static void hang_up(struct talk *talk)
{
    curl_easy_cleanup(talk->easy);
    curl_mime_free(talk->mime);
    curl_slist_free_all(talk->headers);
    curl_slist_free_all(talk->recipients);
}

static struct notify_answer deliver(void *self, arena_t *arena, const struct notify_errand *errand)
{
    struct talk *talk = ARENA_NEW(arena, struct talk);
    struct notify_answer answer = {NOTIFY_FAILED, STR("libcurl does not do what it is told")};
    struct mailbox to;

    *talk = (struct talk){.mail = self, .arena = arena, .errand = errand};
    if (errand->content == NULL)
        return (struct notify_answer){NOTIFY_REFUSED, STR("there is no text to send")};
    if (!mailbox_parse(arena, errand->message->recipient, &to) || str_present(to.name) ||
        !mail_address(arena, &to, &talk->to))
        return (struct notify_answer){
            NOTIFY_REFUSED, STR("this is no address that mail can reach")};
    talk->easy = curl_easy_init();
    if (talk->easy != NULL && restrict_ways(talk) && require_tls(talk) && address(talk) &&
        compose(talk))
        answer = judge(talk, curl_easy_perform(talk->easy));
    hang_up(talk);
    return answer;
}

struct notify_gateway mail_gateway(const struct mail *mail)
{
    return (struct notify_gateway){(void *)(uintptr_t)mail, deliver};
}
