/* A sign-in scheme for Tessera: one way to prove who somebody is (a password, a code, a key).
 *
 * This header is the whole surface. A scheme is a struct of functions; the host hands it a struct
 * of functions in return. A scheme sees slices and its own data for one person, and nothing else:
 * no request, no database, no session, no other scheme. Which schemes are asked, in what order and
 * how many, is the host's.
 *
 * Threads: open and close are called once, by one thread. All others may be called from several
 * threads at once, for one person too. Functions of the host may be called only on the thread and
 * during the call that handed out the `tessera_call`.
 *
 * Versions: `abi` changes when old code would break; members are only ever added at the end, and
 * `size` says which are there.
 */
#ifndef TESSERA_SCHEME_H
#define TESSERA_SCHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TESSERA_SCHEME_ABI 1u

/* Borrowed bytes, without a NUL behind them; absent when ptr is NULL. What the host hands out
 * lives until the call that it was handed out in ends, and is wiped then. */
struct tessera_slice {
    const char *ptr;
    size_t len;
};

enum tessera_status {
    TESSERA_OK,
    TESSERA_REFUSED, /* the person's input is wrong; no more is ever said to them */
    TESSERA_BUSY,    /* a bounded resource is taken: the person may try again at once */
    TESSERA_FAILED,  /* disk, network, corrupt data: the operator's trouble */
};

/* One call of a scheme for one person, opaque: handed back with every function of the host. */
struct tessera_call;

struct tessera_host {
    uint32_t abi;
    uint32_t size;

    /* This scheme's data for this person; absent if there is none, or if the person is unknown. */
    enum tessera_status (*load)(struct tessera_call *call, struct tessera_slice *data_out);
    /* Replaces it, sealed by the host. At most TESSERA_DATA_MAX bytes. In verify and start only if
     * what `load` gave (call it first) still stands: TESSERA_REFUSED, and nothing is written, if
     * another call was faster, so that a code is spent once. For an unknown person TESSERA_FAILED.
     */
    enum tessera_status (*save)(struct tessera_call *call, struct tessera_slice data);

    int64_t (*now)(struct tessera_call *call); /* Unix seconds */
    void (*random)(struct tessera_call *call, void *out, size_t len);

    /* Typed text in the one form that is compared: Unicode NFKC (RFC 8264, section 5; NIST SP
     * 800-63B). TESSERA_REFUSED if it is no UTF-8 or longer than TESSERA_TEXT_MAX bytes. */
    enum tessera_status (*text)(
        struct tessera_call *call, struct tessera_slice typed, struct tessera_slice *text_out);

    /* Argon2id with the operator's parameters, in a bounded pool: TESSERA_BUSY when it is full. */
    enum tessera_status (*password_hash)(
        struct tessera_call *call, struct tessera_slice password, struct tessera_slice *hash_out);
    /* TESSERA_REFUSED for a wrong password. `hash` absent: nobody's; costs the same and is refused.
     * *outdated_out after TESSERA_OK: it was made in another way or with other parameters than the
     * operator's of today. */
    enum tessera_status (*password_verify)(struct tessera_call *call, struct tessera_slice password,
        struct tessera_slice hash, bool *outdated_out);

    /* A code to the person's own address or phone. NULL where the operator configured no gateway.
     * Nothing waits for the gateway. */
    enum tessera_status (*send_mail)(struct tessera_call *call, struct tessera_slice code);
    enum tessera_status (*send_sms)(struct tessera_call *call, struct tessera_slice code);

    /* A line in the audit log. `event` and `reason` are static texts and hold no secret. */
    void (*audit)(struct tessera_call *call, const char *event, bool success, const char *reason);
};

#define TESSERA_DATA_MAX 16384u
#define TESSERA_TEXT_MAX 1024u

/* Capabilities. */
#define TESSERA_SCHEME_FIRST_FACTOR 0x1u  /* may stand alone, beside the address */
#define TESSERA_SCHEME_SECOND_FACTOR 0x2u /* may follow a first one of another kind */
#define TESSERA_SCHEME_CHALLENGE 0x4u     /* `start` must come before `verify` */

struct tessera_scheme {
    uint32_t abi;     /* TESSERA_SCHEME_ABI */
    uint32_t size;    /* sizeof(struct tessera_scheme) */
    const char *name; /* lower-case letters, digits and '-', at most 32; never changes */
    const char *amr;  /* what it adds to `amr` (RFC 8176): "pwd", "otp", "sms", "hwk", "swk" */
    uint32_t capabilities;

    /* Once, before anything else; `host` stays valid until close. NULL: nothing to open. */
    enum tessera_status (*open)(const struct tessera_host *host, void **self_out);
    void (*close)(void *self); /* NULL: nothing to close */

    /* Makes and sends a challenge; what it must remember it saves. *shown_out may name what the
     * page shows (a masked destination). NULL without TESSERA_SCHEME_CHALLENGE. */
    enum tessera_status (*start)(
        void *self, struct tessera_call *call, struct tessera_slice *shown_out);
    /* Does `input` prove the person? For an unknown person (`load` gives nothing) it takes as long
     * as for a known one, and refuses. */
    enum tessera_status (*verify)(
        void *self, struct tessera_call *call, struct tessera_slice input);
    /* Makes `input` the person's proof from now on, and saves what verify needs. */
    enum tessera_status (*enrol)(void *self, struct tessera_call *call, struct tessera_slice input);
    /* Before the host deletes this person's data: undo what was done elsewhere. NULL: nothing. */
    enum tessera_status (*remove)(void *self, struct tessera_call *call);
};

/* What a scheme in a file of its own exports, under this name. */
#define TESSERA_SCHEME_ENTRY "tessera_scheme_entry"
typedef const struct tessera_scheme *(*tessera_scheme_entry_fn)(void);

#ifdef __cplusplus
}
#endif

#endif
