#ifndef MIGRATOR_CHIREDIS_SHIM_H
#define MIGRATOR_CHIREDIS_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// What POSIX gives is in a module of another name on each platform, so the few calls needed are wrapped here.

// MARK: Waking

static inline void migrator_redis_close(int socket) {
    close(socket);
}

// Returns 1 if the socket is ready, plus 2 if the pipe has been written to; 0 after the time-out, -1 on failure.
// The time-out is rounded up to milliseconds.
static inline int migrator_redis_wait(int socket, int to_write, int pipe, long long nanoseconds) {
    struct pollfd descriptors[2] = {
        {.fd = socket, .events = (short)((socket < 0 ? 0 : POLLIN) | (to_write ? POLLOUT : 0)), .revents = 0},
        {.fd = pipe, .events = POLLIN, .revents = 0},
    };
    int count = poll(descriptors, 2, (int)((nanoseconds + 999999) / 1000000));
    if (count < 0) return errno == EINTR ? 0 : -1;
    return (descriptors[0].revents ? 1 : 0) | (descriptors[1].revents ? 2 : 0);
}

// MARK: The socket

// What the library has at `context->fd`, made ready: it connects without waiting, and does not mind its child processes.
static inline redisContext *migrator_redis_connect(const char *address, int port, const char *path) {
    redisContext *context = path ? redisConnectUnixNonBlock(path) : redisConnectNonBlock(address, port);
    if (!context || context->err) return context;
    fcntl(context->fd, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    int on = 1;
    setsockopt(context->fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return context;
}

// What became of an attempt to connect: 0 or an error number.
static inline int migrator_redis_connect_result(int socket) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// A second descriptor of a socket, for another thread to send on: it stays its own however the first is closed.
static inline int migrator_redis_duplicate(int socket) { return fcntl(socket, F_DUPFD_CLOEXEC, 0); }

// The library writes without MSG_NOSIGNAL, so that a server that has gone would end the process by SIGPIPE.
// Returns how many bytes were taken, 0 if it would block, or an error number below zero.
static inline long migrator_redis_send(int socket, const void *bytes, size_t count) {
    int flags = MSG_DONTWAIT;
#ifdef MSG_NOSIGNAL
    flags |= MSG_NOSIGNAL;
#endif
    for (;;) {
        ssize_t sent = send(socket, bytes, count, flags);
        if (sent >= 0) return (long)sent;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
        if (errno != EINTR) return -errno;
    }
}

// Returns how many bytes came, -1 if none are there yet, -2 at the end, or an error number less 1000.
static inline long migrator_redis_receive(int socket, void *bytes, size_t count) {
    for (;;) {
        ssize_t received = recv(socket, bytes, count, MSG_DONTWAIT);
        if (received > 0) return (long)received;
        if (received == 0) return -2;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return -1;
        if (errno != EINTR) return -1000 - errno;
    }
}

// The same, but waits as long as migrator_redis_limit_waiting has said; -1 if nothing has come by then.
static inline long migrator_redis_receive_waiting(int socket, void *bytes, size_t count) {
    ssize_t received = recv(socket, bytes, count, 0);
    if (received > 0) return (long)received;
    if (received == 0) return -2;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return -1;
    return -1000 - errno;
}

// Lets a socket wait for what it receives, for a millisecond or as little more as the system can count.
static inline int migrator_redis_limit_waiting(int socket) {
    struct timeval limit = {.tv_sec = 0, .tv_usec = 1000};
    if (setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0) return -1;
    return fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK);
}

static inline const char *migrator_redis_reason(int error) {
    return strerror(error);
}

// Whether an error means that nothing listens there, neither on a port nor on a path.
static inline int migrator_redis_is_refused(int error) {
    return error == ECONNREFUSED || error == ENOENT;
}

// The same, of what hiredis says instead of the error.
static inline int migrator_redis_says_refused(const char *text) {
    return strcmp(text, strerror(ECONNREFUSED)) == 0 || strcmp(text, strerror(ENOENT)) == 0;
}

// Writes the first address of a host as text, one of IPv4 if there is any, as the library would choose. Returns 0, or
// an error number of getaddrinfo.
static inline int migrator_redis_resolve(const char *host, int numeric, char *address, size_t size) {
    struct addrinfo hints = {0}, *found = NULL;
    hints.ai_socktype = SOCK_STREAM;
    if (numeric) hints.ai_flags = AI_NUMERICHOST;
    hints.ai_family = AF_INET;
    int result = getaddrinfo(host, NULL, &hints, &found);
    if (result != 0) {
        hints.ai_family = AF_INET6;
        result = getaddrinfo(host, NULL, &hints, &found);
    }
    if (result != 0) return result;
    result = getnameinfo(found->ai_addr, found->ai_addrlen, address, (socklen_t)size, NULL, 0, NI_NUMERICHOST);
    freeaddrinfo(found);
    return result;
}

static inline const char *migrator_redis_resolve_reason(int error) {
    return gai_strerror(error);
}

// MARK: Commands

// Appends a command to a buffer of the library's kind, which begins as null. Returns 0, or -1 if it is too long.
static inline int migrator_redis_append(char **buffer, int count, const char **arguments, const size_t *lengths) {
    sds command = NULL;
    // int in one release of the library, long long in the next.
    if ((long long)redisFormatSdsCommandArgv(&command, count, arguments, lengths) < 0 || !command) return -1;
    if (!*buffer) {
        *buffer = command;
        return 0;
    }
    sds joined = sdscatlen(*buffer, command, sdslen(command));
    sdsfree(command);
    if (!joined) return -1;
    *buffer = joined;
    return 0;
}

static inline size_t migrator_redis_length(const char *buffer) {
    return sdslen((const sds)buffer);
}

static inline void migrator_redis_free(char *buffer) {
    sdsfree(buffer);
}

// MARK: Replies

// Hears the parts of a reply in their order; each function returns 0 to refuse the reply.
typedef struct migrator_redis_listener {
    void *context;
    int (*string)(void *context, int type, const char *bytes, size_t count);
    int (*integer)(void *context, long long value);
    int (*nothing)(void *context);
    int (*array)(void *context, long long count);
} migrator_redis_listener;

#define MIGRATOR_LISTENER(task) ((migrator_redis_listener *)(task)->privdata)

static inline void *migrator_redis_create_string(const redisReadTask *task, char *bytes, size_t count) {
    // The library skips the two bytes that end a string without a look.
    if (task->type == REDIS_REPLY_STRING && (bytes[count] != '\r' || bytes[count + 1] != '\n')) return NULL;
    migrator_redis_listener *listener = MIGRATOR_LISTENER(task);
    return listener->string(listener->context, task->type, bytes, count) ? listener : NULL;
}

#if HIREDIS_MAJOR >= 1
static inline void *migrator_redis_create_array(const redisReadTask *task, size_t count) {
#else
static inline void *migrator_redis_create_array(const redisReadTask *task, int count) {
#endif
    migrator_redis_listener *listener = MIGRATOR_LISTENER(task);
    return listener->array(listener->context, (long long)count) ? listener : NULL;
}

static inline void *migrator_redis_create_integer(const redisReadTask *task, long long value) {
    migrator_redis_listener *listener = MIGRATOR_LISTENER(task);
    return listener->integer(listener->context, value) ? listener : NULL;
}

static inline void *migrator_redis_create_nil(const redisReadTask *task) {
    migrator_redis_listener *listener = MIGRATOR_LISTENER(task);
    return listener->nothing(listener->context) ? listener : NULL;
}

static inline void migrator_redis_free_object(void *object) {
    (void)object;
}

// A reader that makes no objects of its own: the library's would allocate as many elements as an array announces, and
// end the process if it cannot.
static inline redisReader *migrator_redis_reader(migrator_redis_listener *listener) {
    static redisReplyObjectFunctions functions = {
        .createString = migrator_redis_create_string,
        .createArray = migrator_redis_create_array,
        .createInteger = migrator_redis_create_integer,
        .createNil = migrator_redis_create_nil,
        .freeObject = migrator_redis_free_object,
    };
    redisReader *reader = redisReaderCreateWithFunctions(&functions);
    if (reader) reader->privdata = listener;
    return reader;
}

// What a reader that has no whole reply waits for: the length of the string that is announced, or -1 if that is no
// string or not announced yet, or -2 if a line goes on for too long.
static inline long long migrator_redis_awaited(const redisReader *reader, size_t longest_line) {
    if (reader->ridx < 0 || !reader->buf) return -1;
#if HIREDIS_MAJOR >= 1
    const redisReadTask *task = reader->task[reader->ridx];
#else
    const redisReadTask *task = &reader->rstack[reader->ridx];
#endif
    size_t left = reader->len - reader->pos;
    if (task->type != REDIS_REPLY_STRING) return left > longest_line ? -2 : -1;
    const char *text = reader->buf + reader->pos;
    long long length = 0;
    for (size_t place = 0; place < left; place++) {
        if (text[place] == '\r') return length;
        if (text[place] < '0' || text[place] > '9') return -1;
        if (place > 17) return -2;
        length = length * 10 + (text[place] - '0');
    }
    return -1;
}

#endif
