/* Table `throttles`. */
#ifndef TESSERA_STORE_THROTTLE_H
#define TESSERA_STORE_THROTTLE_H

#include "authn/ports.h"
#include "store/rows.h"

result_t store_throttle_attempt(void *self, str_t bucket, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out);
result_t store_throttle_take_back(void *self, str_t bucket, int64_t locked_until);
result_t store_throttle_clear(void *self, str_t bucket);

#endif
