// Ends a process at one of its outward actions, as kill -9 would: loaded before everything else by LD_PRELOAD.
//
// An action is what somebody else can see: bytes on a socket, a change to a file, or a file's way to the disk. They are
// counted from 1 on.
//
//   DEATH_AT     the action; 0 or nothing lets the process live
//   DEATH_AFTER  1 to carry it out first, and lose its answer
//   DEATH_COUNT  a file of eight bytes, in which they are counted

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long own;
static atomic_long *count = &own;
static long moment;
static int isAfter;

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("DEATH_AT");
    const char *after = getenv("DEATH_AFTER");
    const char *path = getenv("DEATH_COUNT");
    isAfter = after && *after == '1';
    moment = at ? atol(at) : 0;
    int file = path ? open(path, O_RDWR) : -1;
    if (file < 0) return;
    // The file's memory is the counter, however the process ends.
    void *memory = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED) count = memory;
    close(file);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// Whether others see what is done with a descriptor: what is printed, and what wakes a thread, is nobody's business.
static int isSeen(int descriptor) {
    struct stat status;
    if (descriptor <= STDERR_FILENO || fstat(descriptor, &status) != 0) return 0;
    return S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode);
}

#define ACTION(RESULT, NAME, PARAMETERS, ARGUMENTS, COUNTS)                     \
    RESULT NAME PARAMETERS {                                                    \
        RESULT(*real) PARAMETERS;                                               \
        *(void **)&real = dlsym(RTLD_NEXT, #NAME);                              \
        long number = (COUNTS) ? atomic_fetch_add(count, 1) + 1 : -1;          \
        if (number == moment && !isAfter) die();                                \
        RESULT result = real ARGUMENTS;                                         \
        if (number == moment) die();                                            \
        return result;                                                          \
    }

ACTION(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size), isSeen(fd))
ACTION(ssize_t, writev, (int fd, const struct iovec *parts, int number_of), (fd, parts, number_of), isSeen(fd))
ACTION(ssize_t, pwrite, (int fd, const void *bytes, size_t size, off_t at), (fd, bytes, size, at), isSeen(fd))
ACTION(ssize_t, pwrite64, (int fd, const void *bytes, size_t size, off64_t at), (fd, bytes, size, at), isSeen(fd))
ACTION(ssize_t, pwritev, (int fd, const struct iovec *parts, int n, off_t at), (fd, parts, n, at), isSeen(fd))
ACTION(ssize_t, send, (int fd, const void *bytes, size_t size, int flags), (fd, bytes, size, flags), isSeen(fd))
ACTION(ssize_t, sendto,
       (int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t length),
       (fd, bytes, size, flags, to, length), isSeen(fd))
ACTION(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags), isSeen(fd))
ACTION(int, fsync, (int fd), (fd), isSeen(fd))
ACTION(int, fdatasync, (int fd), (fd), isSeen(fd))
ACTION(int, ftruncate, (int fd, off_t size), (fd, size), isSeen(fd))
ACTION(int, ftruncate64, (int fd, off64_t size), (fd, size), isSeen(fd))
ACTION(int, rename, (const char *from, const char *to), (from, to), 1)
ACTION(int, unlink, (const char *path), (path), 1)
