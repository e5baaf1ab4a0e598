/*
 * A disk that forgets what was not synced, fails or is slow when told to, for one process: a library for LD_PRELOAD.
 *
 *   cc -shared -fPIC -O2 -o forgetful.so forgetful.c -ldl
 *
 * FORGETFUL_ROOT    absolute path of the directory it watches
 * FORGETFUL_SHADOW  absolute path of a directory on the same machine: what is on disk for sure
 * FORGETFUL_CONTROL path of a file, read at each sync and write: "sync-error", "full" or "slow"; absent or other: none
 *
 * What each file and directory of the root held when it was last synced is kept in the shadow:
 *   m/INODE       generation of the file with that inode, since inodes are used again
 *   i/INODE.GEN   content of a file; files are only ever appended to or cut
 *   d/INODE.GEN   names of a directory: a line "INODE.GEN NAME" each
 * lose-unsynced makes the directory anew from that after the process was killed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *root, *shadow, *control;

__attribute__((constructor)) static void start(void) {
    root = getenv("FORGETFUL_ROOT");
    shadow = getenv("FORGETFUL_SHADOW");
    control = getenv("FORGETFUL_CONTROL");
}

static ssize_t real_write(int fd, const void *bytes, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    return real(fd, bytes, count);
}

static int real_open(const char *path, int flags, int mode) {
    static int (*real)(const char *, int, ...);
    if (!real) real = dlsym(RTLD_NEXT, "open");
    return real(path, flags, mode);
}

/* Whether a descriptor is of a file or directory below the root. */
static int watched(int fd) {
    if (!root) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    size_t prefix = strlen(root);
    return strncmp(path, root, prefix) == 0 && (path[prefix] == '/' || path[prefix] == 0);
}

static int told(const char *what) {
    if (!control) return 0;
    int fd = real_open(control, O_RDONLY, 0);
    if (fd < 0) return 0;
    char text[32] = {0};
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    return length > 0 && strncmp(text, what, strlen(what)) == 0;
}

static unsigned long long generation(ino_t inode) {
    char path[PATH_MAX], text[32] = {0};
    snprintf(path, sizeof path, "%s/m/%llu", shadow, (unsigned long long) inode);
    int fd = real_open(path, O_RDONLY, 0);
    if (fd < 0) return 0;
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    return length > 0 ? strtoull(text, NULL, 10) : 0;
}

static void created(int fd) {
    struct stat status;
    if (!shadow || fstat(fd, &status) != 0 || status.st_size != 0 || !watched(fd)) return;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    char path[PATH_MAX], text[32];
    snprintf(path, sizeof path, "%s/m/%llu", shadow, (unsigned long long) status.st_ino);
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long) now.tv_sec * 1000000000ULL + now.tv_nsec);
    int map = real_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (map >= 0) {
        real_write(map, text, length);
        close(map);
    }
}

static void keep_file(int fd, const struct stat *status) {
    char path[PATH_MAX], link[64], buffer[1 << 16];
    snprintf(path, sizeof path, "%s/i/%llu.%llu", shadow, (unsigned long long) status->st_ino,
        generation(status->st_ino));
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int from = real_open(link, O_RDONLY, 0);
    int to = real_open(path, O_WRONLY | O_CREAT, 0644);
    if (from >= 0 && to >= 0) {
        struct stat kept;
        fstat(to, &kept);
        if (kept.st_size > status->st_size) ftruncate(to, status->st_size);
        off_t at = kept.st_size > status->st_size ? status->st_size : kept.st_size;
        at = at > 65536 ? at - 65536 : 0;
        for (ssize_t length; at < status->st_size && (length = pread(from, buffer, sizeof buffer, at)) > 0; at += length) {
            lseek(to, at, SEEK_SET);
            real_write(to, buffer, length);
        }
    }
    if (from >= 0) close(from);
    if (to >= 0) close(to);
}

static void keep_names(int fd, const struct stat *status) {
    char link[64], path[PATH_MAX], temporary[PATH_MAX + 32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    DIR *directory = opendir(link);
    if (!directory) return;
    snprintf(path, sizeof path, "%s/d/%llu", shadow, (unsigned long long) status->st_ino);
    snprintf(temporary, sizeof temporary, "%s.%d.%lu", path, getpid(), (unsigned long) clock());
    FILE *out = fopen(temporary, "w");
    for (struct dirent *entry; out && (entry = readdir(directory)); ) {
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) {
            fprintf(out, "%llu.%llu %s\n", (unsigned long long) entry->d_ino, generation(entry->d_ino), entry->d_name);
        }
    }
    closedir(directory);
    if (out) {
        fclose(out);
        rename(temporary, path);
    }
}

static int synced(int fd, const char *name) {
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    if (!watched(fd)) return real(fd);
    if (told("slow")) usleep(200000);
    if (told("sync-error")) {
        errno = EIO;
        return -1;
    }
    int result = real(fd);
    struct stat status;
    if (result == 0 && shadow && fstat(fd, &status) == 0) {
        if (S_ISDIR(status.st_mode)) keep_names(fd, &status);
        else keep_file(fd, &status);
    }
    return result;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

static int full(int fd) {
    if (!control || !watched(fd) || !told("full")) return 0;
    errno = ENOSPC;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t count) { return full(fd) ? -1 : real_write(fd, bytes, count); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    return full(fd) ? -1 : real(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
    return full(fd) ? -1 : real(fd, bytes, count, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t (*real)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
    return full(fd) ? -1 : real(fd, parts, count);
}

static int opened(int fd, int flags) {
    if (fd >= 0 && (flags & O_CREAT) && root) {
        int before = errno;
        created(fd);
        errno = before;
    }
    return fd;
}

#define MODE(flags) int mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, int); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return opened(real_open(path, flags, mode), flags); }
int open64(const char *path, int flags, ...) {
    MODE(flags)
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    return opened(real(path, flags, mode), flags);
}
int openat(int at, const char *path, int flags, ...) {
    MODE(flags)
    int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat");
    return opened(real(at, path, flags, mode), flags);
}
int openat64(int at, const char *path, int flags, ...) {
    MODE(flags)
    int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat64");
    return opened(real(at, path, flags, mode), flags);
}
