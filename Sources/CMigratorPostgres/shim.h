#ifndef MIGRATOR_CLIBPQ_SHIM_H
#define MIGRATOR_CLIBPQ_SHIM_H

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

// Where no flags say it, Debian and others keep the header in a folder of its own.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

// The types of the functions that are used, for who looks them up by name.
#define MIGRATOR_PQ(name) typedef __typeof__(&PQ##name) PQ##name##Function;
MIGRATOR_PQ(conninfo)
MIGRATOR_PQ(conninfoFree)
MIGRATOR_PQ(connectStartParams)
MIGRATOR_PQ(connectPoll)
MIGRATOR_PQ(connectionNeedsPassword)
MIGRATOR_PQ(hostaddr)
MIGRATOR_PQ(finish)
MIGRATOR_PQ(status)
MIGRATOR_PQ(transactionStatus)
MIGRATOR_PQ(errorMessage)
MIGRATOR_PQ(socket)
MIGRATOR_PQ(backendPID)
MIGRATOR_PQ(setnonblocking)
MIGRATOR_PQ(setErrorVerbosity)
MIGRATOR_PQ(setNoticeReceiver)
MIGRATOR_PQ(getCancel)
MIGRATOR_PQ(cancel)
MIGRATOR_PQ(freeCancel)
MIGRATOR_PQ(sendQuery)
MIGRATOR_PQ(sendQueryParams)
MIGRATOR_PQ(sendPrepare)
MIGRATOR_PQ(sendDescribePrepared)
MIGRATOR_PQ(sendQueryPrepared)
MIGRATOR_PQ(enterPipelineMode)
MIGRATOR_PQ(pipelineSync)
MIGRATOR_PQ(sendFlushRequest)
MIGRATOR_PQ(exitPipelineMode)
MIGRATOR_PQ(flush)
MIGRATOR_PQ(consumeInput)
MIGRATOR_PQ(isBusy)
MIGRATOR_PQ(getResult)
MIGRATOR_PQ(setSingleRowMode)
MIGRATOR_PQ(notifies)
MIGRATOR_PQ(putCopyData)
MIGRATOR_PQ(putCopyEnd)
MIGRATOR_PQ(getCopyData)
MIGRATOR_PQ(freemem)
MIGRATOR_PQ(resultStatus)
MIGRATOR_PQ(resultErrorMessage)
MIGRATOR_PQ(resultErrorField)
MIGRATOR_PQ(cmdStatus)
MIGRATOR_PQ(ntuples)
MIGRATOR_PQ(nfields)
MIGRATOR_PQ(nparams)
MIGRATOR_PQ(fname)
MIGRATOR_PQ(ftype)
MIGRATOR_PQ(getisnull)
MIGRATOR_PQ(getlength)
MIGRATOR_PQ(getvalue)
MIGRATOR_PQ(clear)
#undef MIGRATOR_PQ

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

// Writes the addresses of a host as text, each with a line break behind it.
static inline void migrator_pq_addresses(const char *host, char *text, int size) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *list = NULL;
    text[0] = 0;
    if (getaddrinfo(host, NULL, &hints, &list) != 0) return;
    int used = 0;
    for (struct addrinfo *one = list; one != NULL; one = one->ai_next) {
        char name[128];
        if (getnameinfo(one->ai_addr, one->ai_addrlen, name, sizeof name, NULL, 0, NI_NUMERICHOST) != 0) continue;
        if (used + (int)strlen(name) + 2 > size) break;
        used += snprintf(text + used, (size_t)(size - used), "%s\n", name);
    }
    freeaddrinfo(list);
}

#endif
