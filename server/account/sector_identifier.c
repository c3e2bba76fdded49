#include "account/sector_identifier.h"

#include "base/json_read.h"

enum { DOCUMENT_MAX = 65536 };

static const char member[] = "sector_identifier_uri";

static bool same(const json_t *a, const json_t *b, const char *name)
{
    return json_equal(json_object_get(a, name), json_object_get(b, name));
}

static bool was_judged(str_t before, const json_t *metadata)
{
    json_auto_t *old = json_read_object(before, CLIENT_MAX_METADATA);

    return old != NULL && same(old, metadata, member) && same(old, metadata, "redirect_uris");
}

static bool lists(const json_t *document, const json_t *uri)
{
    for (size_t i = 0; i < json_array_size(document); i++) {
        if (json_equal(json_array_get(document, i), uri))
            return true;
    }
    return false;
}

/* NULL, or why not. */
static const char *judge_document(str_t text, const json_t *redirect_uris)
{
    json_auto_t *document = json_read_array(text, DOCUMENT_MAX);

    if (document == NULL)
        return "does not hold a JSON array";
    for (size_t i = 0; i < json_array_size(redirect_uris); i++) {
        if (!lists(document, json_array_get(redirect_uris, i)))
            return "does not list all redirect_uris of this client";
    }
    return NULL;
}

result_t account_sector_identifier_judge(struct account_context *ctx, str_t before,
    const json_t *metadata, struct client_metadata_problem *problem_out)
{
    str_t url = json_read_str(metadata, member);
    struct oauth_fetched fetched;

    *problem_out = (struct client_metadata_problem){member, NULL};
    if (!str_present(url) || was_judged(before, metadata))
        return OK;
    /* Not from the cache: whoever just mended the document tries again at once. */
    TRY(ctx->fetcher->get(ctx->fetcher->self, ctx->arena, url, true, &fetched));
    if (fetched.failure != NULL)
        problem_out->reason = arena_cstr(
            ctx->arena, arena_printf(ctx->arena, "cannot be fetched: %s", fetched.failure));
    else
        problem_out->reason =
            judge_document(fetched.body, json_object_get(metadata, "redirect_uris"));
    return OK;
}
