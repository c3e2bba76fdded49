#include "oidc/discovery.h"

#include "base/json_read.h"
#include "oauth/authorize/request.h"
#include "oauth/metadata.h"
#include "oauth/paths.h"
#include "oidc/claims.h"

json_t *oidc_discovery(struct oauth_context *ctx, const struct oidc_surroundings *surroundings)
{
    json_t *document = oauth_metadata(ctx);

    metadata_put_url(ctx, document, "userinfo_endpoint", OAUTH_PATH_USERINFO);
    metadata_put_url(ctx, document, "end_session_endpoint", OAUTH_PATH_LOGOUT);
    metadata_put_names(
        document, "subject_types_supported", (const char *const[]){"public", "pairwise", NULL});
    metadata_put_answer(document, "id_token");
    metadata_put_answer(document, "userinfo");
    /* Back-Channel Logout 1.0, section 2.1. */
    json_object_set_new(document, "backchannel_logout_supported", json_true());
    json_object_set_new(document, "backchannel_logout_session_supported", json_true());
    metadata_put_names(document, "claim_types_supported", (const char *const[]){"normal", NULL});
    json_object_set_new(document, "claims_supported", claims_supported());
    metadata_put_names(document, "acr_values_supported", surroundings->acrs);
    metadata_put_names(document, "prompt_values_supported", authorize_prompts);
    json_object_set_new(document, "ui_locales_supported", json_words(surroundings->languages));
    /* These have defaults (section 3), so what is served is said, and what is not. */
    json_object_set_new(document, "claims_parameter_supported", json_true());
    json_object_set_new(document, "request_parameter_supported", json_false());
    json_object_set_new(document, "request_uri_parameter_supported", json_false());
    return document;
}
