#include "authn/consent.h"
#include "base/json_read.h"
#include "http/endpoint/endpoints.h"
#include "http/endpoint/flow_page.h"

static const char PATH[] = "/ui/consent";

enum { TICKED_MAX_LEN = 1024 };

static result_t put_account(struct flow_page *page, json_t *view)
{
    const struct oauth_subject *person;

    TRY(page->authn.store->subject_find(
        page->authn.store->self, page->x->arena, page->session->user_id, &person));
    if (!person)
        return result_fail(RESULT_CONFLICT, "the person was deleted meanwhile");
    view_put_account(page->x, view, person);
    return OK;
}

/* Whether the person allowed this client something before, so that what is new can be told. */
static bool has_grown(const struct authn_consent_question *question)
{
    for (size_t i = 0; i < question->n_scopes; i++)
        if (question->scopes[i].remembered)
            return true;
    return false;
}

static void put_scopes(
    struct flow_page *page, const struct authn_consent_question *question, json_t *view)
{
    bool grown = has_grown(question), optional = question->claims.n > 0;
    json_t *scopes = json_array();

    for (size_t i = 0; i < question->n_scopes; i++) {
        const struct authn_consent_scope *scope = &question->scopes[i];
        const struct oauth_scope_record *own = scope_find(&page->request.catalogue, scope->name);
        json_t *item = json_object();
        json_put_str(item, "name", scope->name);
        json_object_set_new(item, "fixed", json_boolean(scope->fixed));
        json_object_set_new(item, "added", json_boolean(grown && !scope->remembered));
        if (own)
            json_put_str(
                item, "description", own->description.len > 0 ? own->description : own->name);
        json_array_append_new(scopes, item);
        optional = optional || !scope->fixed;
    }
    json_object_set_new(view, "scopes", scopes);
    json_object_set_new(view, "optional", json_boolean(optional));
}

/* A person sees each API that a token will be good for, asked for by scope or as a resource. */
static void put_apis(str_t audiences, json_t *view)
{
    json_t *apis = json_array();
    str_t audience;

    while (str_next(&audiences, ' ', &audience)) {
        if (audience.len == 0)
            continue;
        json_t *item = json_object();
        json_put_str(item, "uri", audience);
        json_array_append_new(apis, item);
    }
    json_object_set_new(view, "apis", apis);
}

static void put_claims(const struct claims_wishes *wishes, json_t *view)
{
    json_t *claims = json_array();

    for (size_t i = 0; i < wishes->n; i++) {
        json_t *item = json_object();
        json_put_str(item, "name", wishes->items[i].name);
        json_object_set_new(item, "essential", json_boolean(wishes->items[i].essential));
        json_array_append_new(claims, item);
    }
    json_object_set_new(view, "claims", claims);
}

static result_t reply(struct flow_page *page, const struct authn_consent_question *question,
    int status, const char *error)
{
    json_t *view = flow_page_view(page, "consent", PATH);
    result_t done = put_account(page, view);

    if (!result_ok(done)) {
        json_decref(view);
        return done;
    }
    put_scopes(page, question, view);
    put_apis(question->audiences, view);
    put_claims(&question->claims, view);
    if (error)
        view_put_error(view, error);
    flow_page_reply(page, status, view);
    return OK;
}

static result_t show(struct flow_page *page, int status, const char *error)
{
    struct authn_step step;
    bool shown;

    TRY(flow_page_step(page, AUTHN_PAGE_CONSENT, &step, &shown));
    return shown ? reply(page, &step.verdict.question, status, error) : OK;
}

/* The ticks of one name as one list of words. */
static str_t ticked(struct http_exchange *x, const struct form *form, const char *name)
{
    buf_t list = buf_new(x->arena, TICKED_MAX_LEN);

    for (size_t i = 0; i < form->n; i++) {
        if (!str_eq(form->fields[i].name, str_from_cstr(name)))
            continue;
        if (list.len > 0)
            buf_put_char(&list, ' ');
        buf_put(&list, form->fields[i].value);
    }
    return buf_str(&list);
}

static result_t deny(struct flow_page *page)
{
    bool denied;

    TRY(authn_flow_deny(&page->authn, page->flow, &page->demand, page->session, &denied));
    if (!denied)
        return flow_page_go_on(page);
    struct authorize_response response = authorize_refuse(
        &page->oauth, &page->request, oauth_refuse(OAUTH_ACCESS_DENIED, "the person declined"));
    flow_deliver(page->x, &page->request, &response);
    return OK;
}

static result_t allow(struct flow_page *page, const struct form *form)
{
    struct authn_granted ticks = {ticked(page->x, form, "scope"), ticked(page->x, form, "claim")};
    struct authn_granted granted = authn_consent_granted(page->x->arena, &page->demand, &ticks);
    bool kept;

    /* Who allows nothing declines: there is no token for no scope (RFC 6749, section 3.3). */
    if (granted.scope.len == 0)
        return deny(page);
    TRY(authn_flow_allow(&page->authn, page->flow, &page->demand, page->session, &ticks, &kept));
    return flow_page_go_on(page);
}

static result_t switch_person(struct flow_page *page)
{
    bool switched;

    TRY(authn_flow_switch_person(&page->authn, page->flow, &switched));
    return flow_page_go_on(page);
}

static result_t post(struct flow_page *page)
{
    struct form form;

    if (!view_read_body(page->x, &form))
        return OK;
    str_t action = form_get(&form, "action");
    if (!flow_page_is_ours(page, &form))
        return show(page, 403, "form_expired");
    if (!page->session)
        return flow_page_go_on(page);
    if (str_eq(action, STR("allow")))
        return allow(page, &form);
    if (str_eq(action, STR("deny")))
        return deny(page);
    if (str_eq(action, STR("other")))
        return switch_person(page);
    view_reply_error(page->x, 400, "invalid_request", "action must be allow, deny or other",
        flow_start_url(page->x, page->flow));
    return OK;
}

result_t endpoint_consent(struct http_exchange *x)
{
    struct flow_page page;
    bool ready;

    TRY(flow_page_load(x, &page, &ready));
    if (!ready)
        return OK;
    page.form_of_session = true;
    return x->request.method == HTTP_POST ? post(&page) : show(&page, 200, NULL);
}
