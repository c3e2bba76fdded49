#include "store/store.h"

#include "store/audit.h"
#include "store/client.h"
#include "store/connection.h"
#include "store/flow.h"
#include "store/grant.h"
#include "store/key.h"
#include "store/outbox.h"
#include "store/person.h"
#include "store/proof.h"
#include "store/registry.h"
#include "store/scope.h"
#include "store/session.h"
#include "store/setup_link.h"
#include "store/spent_id.h"
#include "store/stored_request.h"
#include "store/throttle.h"
#include "store/token.h"
#include "store/user.h"
#include "store/user_import.h"

struct oauth_store store_oauth(struct db *db)
{
    return (struct oauth_store){
        .self = db,
        .registry_generation = store_registry_generation,
        .client_find = store_client_find,
        .scope_list = store_scope_list,
        .subject_find = store_user_find,
        .request_add = store_request_add,
        .request_find = store_request_find,
        .grant_add = store_grant_add,
        .grant_find = store_grant_find,
        .grant_find_by_code = store_grant_find_by_code,
        .grant_spend_code = store_grant_spend_code,
        .grant_rotate = store_grant_rotate,
        .grant_revoke = store_grant_revoke,
        .access_add = store_access_add,
        .access_find = store_access_find,
        .access_remove = store_access_remove,
        .token_revoke = store_token_revoke,
        .id_spend = store_id_spend,
        .token_standing = store_token_standing,
    };
}

struct authn_store store_authn(struct db *db)
{
    return (struct authn_store){
        .self = db,
        .subject_by_email = store_user_by_email,
        .subject_find = store_user_find,
        .session_add = store_session_add,
        .session_renew = store_session_renew,
        .session_find = store_session_find,
        .session_find_by_id = store_session_find_by_id,
        .session_touch = store_session_touch,
        .session_end = store_session_end,
        .sessions_end_of_user = store_sessions_end_of_user,
        .session_clients = store_session_clients,
        .flow_add = store_flow_add,
        .flow_find = store_flow_find,
        .flow_advance = store_flow_advance,
        .throttle_attempt = store_throttle_attempt,
        .throttle_take_back = store_throttle_take_back,
        .throttle_clear = store_throttle_clear,
        .device_known = store_device_known,
        .device_remember = store_device_remember,
        .device_list = store_device_list,
        .consent_find = store_consent_find,
        .consent_save = store_consent_save,
    };
}

struct account_store store_account(struct db *db)
{
    return (struct account_store){
        .self = db,
        .proof_add = store_proof_add,
        .proof_find = store_proof_find,
        .proof_find_by_link = store_proof_find_by_link,
        .proof_try = store_proof_try,
        .user_find = store_user_find,
        .user_by_email = store_user_by_email,
        .user_list = store_user_list,
        .user_any = store_user_any,
        .user_add = store_user_add,
        .user_register = store_user_register,
        .user_update = store_user_update,
        .user_delete = store_user_delete,
        .user_import = store_user_import,
        .profile_save = store_profile_save,
        .session_list = store_session_list,
        .session_end_own = store_session_end_own,
        .connection_list = store_connection_list,
        .connection_end = store_connection_end,
        .event_list = store_event_list,
        .credential_replace = store_credential_replace,
        .credential_reset = store_credential_reset,
        .setup_link_add = store_setup_link_add,
        .setup_link_valid = store_setup_link_valid,
        .role_list = store_role_list,
        .role_add = store_role_add,
        .role_delete = store_role_delete,
        .client_add = store_client_add,
        .client_find = store_client_find,
        .client_list = store_client_list,
        .client_update = store_client_update,
        .client_delete = store_client_delete,
        .scope_list = store_scope_list,
        .scope_add = store_scope_add,
        .scope_delete = store_scope_delete,
        .resource_save = store_resource_save,
    };
}

struct keyset_store store_keyset(struct db *db)
{
    return (struct keyset_store){db, store_keys_load, store_key_add, store_key_remove};
}

struct secret_store store_secret(struct db *db)
{
    return (struct secret_store){db, store_secret_find, store_secret_add};
}

struct plugin_store store_plugin(struct db *db)
{
    return (struct plugin_store){db, store_credential_load, store_credential_swap};
}

struct audit_store store_audit(struct db *db)
{
    return (struct audit_store){db, store_audit_add};
}

struct notify_store store_notify(struct db *db)
{
    return (struct notify_store){
        .self = db,
        .backlog = store_outbox_backlog,
        .add = store_outbox_add,
        .list = store_outbox_list,
        .find = store_outbox_find,
        .clear = store_outbox_clear,
        .claim = store_outbox_claim,
        .settle = store_outbox_settle,
        .retry = store_outbox_retry,
        .drop = store_outbox_drop,
    };
}
