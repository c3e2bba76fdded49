#include "crypto/password.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SCRATCH_MAX = 256 * 1024 };

struct password_pool {
    struct password_settings settings;
    char dummy[crypto_pwhash_STRBYTES]; /* a hash that no password has */
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct password_pool_load load;
};

static unsigned default_workers(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 2 ? (unsigned)processors - 1 : 1;
}

/* Random salt and hash in a well-formed string: to compare with it costs what a real hash costs,
 * and making it costs nothing. */
static void make_dummy(struct password_pool *pool)
{
    unsigned char random[48];
    char salt[32], hash[64];
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(salt, sizeof salt, random, 16, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    sodium_bin2base64(
        hash, sizeof hash, random + 16, 32, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    snprintf(pool->dummy, sizeof pool->dummy, "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s",
        pool->settings.memory_kib, pool->settings.ops, salt, hash);
}

struct password_pool *password_pool_new(const struct password_settings *settings)
{
    assert(settings->memory_kib >= PASSWORD_MEMORY_KIB_MIN);
    assert(settings->memory_kib <= PASSWORD_MEMORY_KIB_MAX);
    assert(settings->ops >= 1 && settings->ops <= PASSWORD_OPS_MAX);

    struct password_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL)
        abort();
    pool->settings = *settings;
    if (pool->settings.workers == 0)
        pool->settings.workers = default_workers();
    make_dummy(pool);

    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->freed, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

void password_pool_free(struct password_pool **pool)
{
    if (*pool == NULL)
        return;
    assert((*pool)->load.running == 0 && (*pool)->load.waiting == 0);
    pthread_cond_destroy(&(*pool)->freed);
    pthread_mutex_destroy(&(*pool)->lock);
    free(*pool);
    *pool = NULL;
}

static struct timespec deadline_after(unsigned wait_ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += wait_ms / 1000;
    at.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

/* With the lock held. True once a place is free. */
static bool wait_for_place(struct password_pool *pool)
{
    struct timespec deadline = deadline_after(pool->settings.wait_ms);
    int waited = 0;
    pool->load.waiting++;
    while (pool->load.running >= pool->settings.workers && waited == 0)
        waited = pthread_cond_timedwait(&pool->freed, &pool->lock, &deadline);
    pool->load.waiting--;
    return pool->load.running < pool->settings.workers;
}

static result_t enter(struct password_pool *pool)
{
    struct password_pool_load *load = &pool->load;
    pthread_mutex_lock(&pool->lock);
    bool full = load->running >= pool->settings.workers;
    bool in = !full || (load->waiting < pool->settings.queue && wait_for_place(pool));
    if (in && ++load->running > load->most_running)
        load->most_running = load->running;
    if (!in)
        load->refused++;
    pthread_mutex_unlock(&pool->lock);
    return in ? OK : result_fail(RESULT_BUSY, "too many passwords are being checked");
}

static void leave(struct password_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->load.running--;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

result_t password_hash(struct password_pool *pool, arena_t *arena, str_t password, str_t *phc_out)
{
    assert(password.len <= PASSWORD_BYTES_MAX);
    char *phc = arena_alloc(arena, crypto_pwhash_STRBYTES);
    TRY(enter(pool));
    int failed = crypto_pwhash_str_alg(phc, password.ptr, password.len, pool->settings.ops,
        (size_t)pool->settings.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
    leave(pool);
    if (failed)
        return result_fail(RESULT_UNAVAILABLE, "no memory for Argon2id");
    *phc_out = (str_t){phc, strlen(phc)};
    return OK;
}

static result_t check(struct password_pool *pool, arena_t *arena, const struct stored_hash *hash,
    str_t password, enum stored_hash_match *match_out)
{
    TRY(enter(pool));
    result_t checked = stored_hash_check(arena, hash, password, match_out);
    leave(pool);
    return checked;
}

/* A stored hash says what it costs to check: one that was tampered with is refused before it is
 * paid for. */
result_t password_verify(
    struct password_pool *pool, str_t password, str_t text, bool *right_out, bool *rehash_out)
{
    AUTO_ARENA arena = arena_new(SCRATCH_MAX);
    struct stored_hash hash;
    enum stored_hash_match match;

    *right_out = *rehash_out = false;
    if (stored_hash_read(arena, text, &hash) != NULL)
        return result_fail(RESULT_CORRUPT, "a stored password hash is none within bounds");
    TRY(check(pool, arena, &hash, str_first(password, PASSWORD_BYTES_MAX), &match));
    *right_out = match != STORED_HASH_WRONG && password.len <= PASSWORD_BYTES_MAX;
    *rehash_out = *right_out && match == STORED_HASH_RIGHT &&
                  !stored_hash_is_argon2id(&hash, pool->settings.memory_kib, pool->settings.ops);
    return OK;
}

result_t password_verify_dummy(struct password_pool *pool, str_t password)
{
    bool right, rehash;
    return password_verify(pool, password, str_from_cstr(pool->dummy), &right, &rehash);
}

struct password_pool_load password_pool_load(struct password_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct password_pool_load load = pool->load;
    pthread_mutex_unlock(&pool->lock);
    return load;
}
