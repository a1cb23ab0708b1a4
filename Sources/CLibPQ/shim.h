#ifndef MIGRATOR_CLIBPQ_SHIM_H
#define MIGRATOR_CLIBPQ_SHIM_H

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>

// What POSIX gives is in a module of another name on each platform, so the few calls needed are wrapped here.

// Returns 1 if the socket is ready, plus 2 if the pipe has been written to; 0 after the time-out, -1 on failure.
static inline int migrator_pq_wait(int socket, int to_read, int to_write, int pipe, int milliseconds) {
    struct pollfd descriptors[2] = {
        {.fd = socket, .events = (short)((to_read ? POLLIN : 0) | (to_write ? POLLOUT : 0)), .revents = 0},
        {.fd = pipe, .events = POLLIN, .revents = 0},
    };
    int count = poll(descriptors, 2, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -1;
    return (descriptors[0].revents ? 1 : 0) | (descriptors[1].revents ? 2 : 0);
}

#endif
