#include "metrics/process.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static void put_memory(struct exposition *out)
{
    FILE *file = fopen("/proc/self/statm", "re");
    unsigned long whole = 0, resident = 0;

    if (file == NULL)
        return;
    if (fscanf(file, "%lu %lu", &whole, &resident) == 2)
        exposition_single(out, "process_resident_memory_bytes", "gauge", "Resident memory.",
            (double)resident * (double)sysconf(_SC_PAGESIZE));
    fclose(file);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void put_processor(struct exposition *out)
{
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) == 0)
        exposition_single(out, "process_cpu_seconds_total", "counter", "User and system time.",
            seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

static void put_files(struct exposition *out)
{
    DIR *folder = opendir("/proc/self/fd");
    struct rlimit limit;
    size_t n = 0;

    if (folder == NULL)
        return;
    while (readdir(folder) != NULL)
        n++;
    closedir(folder);
    /* Beside ".", ".." and the folder itself. */
    exposition_single(out, "process_open_fds", "gauge", "Open files and sockets.", (double)n - 3);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        exposition_single(
            out, "process_max_fds", "gauge", "The most files and sockets.", (double)limit.rlim_cur);
}

void metrics_process_put(struct exposition *out, int64_t started_at)
{
    put_memory(out);
    put_processor(out);
    put_files(out);
    exposition_single(out, "process_start_time_seconds", "gauge", "When it started, Unix time.",
        (double)started_at);
}
