/* For the bench alone, loaded with LD_PRELOAD: what a slower disk, or none, would cost the same program.
 *   BENCH_FSYNC=skip   fsync and fdatasync return at once: nothing is durable
 *   BENCH_FSYNC=N      each takes N microseconds longer than the disk's own flush
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int flush(int descriptor, const char *name) {
    const char *wanted = getenv("BENCH_FSYNC");
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (wanted != NULL && strcmp(wanted, "skip") == 0) return 0;
    if (wanted != NULL) {
        long longer = atol(wanted);
        struct timespec wait = {longer / 1000000, (longer % 1000000) * 1000};
        nanosleep(&wait, NULL);
    }
    return real(descriptor);
}

int fsync(int descriptor) { return flush(descriptor, "fsync"); }
int fdatasync(int descriptor) { return flush(descriptor, "fdatasync"); }
