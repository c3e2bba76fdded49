/* Table `audit_events`: what operators are told. */
#ifndef TESSERA_STORE_AUDIT_H
#define TESSERA_STORE_AUDIT_H

#include "audit/ports.h"
#include "store/rows.h"

result_t store_audit_add(void *self, const struct audit_row *rows, size_t n);

#endif
