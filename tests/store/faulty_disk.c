/* A disk that misbehaves on command, for the tests of the store: preloaded, it stands before the C library's own calls.
 *
 * MAYACT_DISK names a control file that holds a mode, read at every call. It concerns only files whose name contains
 * ".db" (the store), never the anchor, which stands on another disk. Each flush of the store adds one byte to the file
 * named by MAYACT_DISK with ".flushes" behind it.
 *   ok    as it is        hang  a flush takes until the mode is another
 *   fail  a flush fails   lie   a flush reports success and does nothing
 *   full  no write finds room
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int ours(int fd)
{
    char link[64], name[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length <= 0)
        return 0;
    name[length] = 0;
    return strstr(name, ".db") != NULL;
}

static void control(char mode[16])
{
    const char *path = getenv("MAYACT_DISK");
    strcpy(mode, "ok");
    FILE *file = path ? fopen(path, "re") : NULL;
    if (!file)
        return;
    if (fscanf(file, "%15s", mode) < 1)
        strcpy(mode, "ok");
    fclose(file);
}

static void count(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s.flushes", getenv("MAYACT_DISK") ? getenv("MAYACT_DISK") : "/dev/null");
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) {
        if (write(fd, ".", 1) != 1)
            abort();
        close(fd);
    }
}

static int flush(int fd, const char *name)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    char mode[16];
    if (!ours(fd))
        return real(fd);
    count();
    for (control(mode); !strcmp(mode, "hang"); control(mode))
        usleep(1000);
    if (!strcmp(mode, "fail")) {
        errno = EIO;
        return -1;
    }
    if (!strcmp(mode, "lie"))
        return 0;
    return real(fd);
}

int fsync(int fd) { return flush(fd, "fsync"); }
int fdatasync(int fd) { return flush(fd, "fdatasync"); }

static int no_room(int fd)
{
    char mode[16];
    if (!ours(fd))
        return 0;
    control(mode);
    return !strcmp(mode, "full");
}

ssize_t pwrite64(int fd, const void *bytes, size_t count_, off64_t at)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) =
        (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    if (no_room(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, bytes, count_, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count_, off_t at) { return pwrite64(fd, bytes, count_, at); }
