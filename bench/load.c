// A load generator for relays: agents and connectors in one thread around one epoll, so that it costs less than what
// it measures. bench/compare.sh builds and runs it; by itself: cc -O2 -o load bench/load.c && ./load --port 8080.
//
// An agent keeps a window of requests open and sends the next when an answer comes (a closed loop). Every answer must
// be, byte for byte, what a connector sent, with the id of a request that this agent has open. The last line printed is
// for programs: name=value, times in microseconds, what was counted between the end of the warm-up and the end.
//
// Options, each with a number or a word:
//   --host --port --path --token   where the relay is; the role goes into the query, as docs/protocol.md says
//   --agents --connectors --window requests that each agent keeps open
//   --request --answer             bytes of "data" in each
//   --idle                         further agents that say nothing
//   --slow --slow-ms               of the connectors, how many answer so much later
//   --silent --timeout-ms          how many never answer, and what requests say about how long to wait
//   --warm-up --seconds            before, and while, is counted
//   --pid                          the relay's process, for its processor time and that of others meanwhile
//   --nats 1                       speaks to nats-server instead: request and reply over a queue group
//   --await SECONDS                only waits until the relay takes connections
//   --free-port                    only prints a port that nobody uses
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MILLISECOND ((uint64_t)1000000)
#define SECOND ((uint64_t)1000000000)
#define ID_MAX 160      // of an id, and of a subject of NATS
#define READ_SIZE 262144
#define MAX_EVENTS 256

struct settings {
    const char *host, *path, *token;
    int port, agents, connectors, window, idle, slow, silent, slow_ms, timeout_ms, pid, nats, await_seconds;
    size_t request, answer;
    double warm_up, seconds;
};

static struct settings set = {
    .host = "127.0.0.1", .path = "/ws", .token = "benchmarks-need-a-token-too", .port = 8080, .agents = 20,
    .connectors = 4, .window = 8, .slow_ms = 100, .request = 64, .answer = 64, .warm_up = 1, .seconds = 3};

struct bytes {
    char *at;
    size_t length, capacity;
};

struct slot {           // one place in an agent's window
    uint64_t sequence;  // of the request that is open in it
    uint64_t sent;
};

enum role { AGENT, CONNECTOR, SLOW_CONNECTOR, SILENT_CONNECTOR, IDLE };

struct peer {
    int fd, number;
    enum role role;
    bool waits_to_write;
    struct bytes in;       // what was read of a frame that is not whole yet
    struct bytes message;  // the fragments of one that is not whole yet
    struct bytes out;
    size_t written;        // of out
    struct slot *slots;
    char publish[ID_MAX];  // NATS: where an agent's requests go
};

struct counts {
    uint64_t answers, slow, errors, timeouts, lost, late, wrong, closed, bytes;
};

struct delayed {           // an answer of a slow connector
    uint64_t due;
    struct peer *peer;
    char id[ID_MAX], to[ID_MAX];
    size_t id_length;
};

static struct counts counts;
static struct bytes request_tail, answer_tail;
static size_t mark;        // in answer_tail: the byte that says whether a slow connector answered
static int poller;
static uint64_t now;
static bool counting;

static void stop(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    exit(1);
}

static uint64_t clock_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

// ---------------------------------------------------------------------------------------------------------- bytes

static void reserve(struct bytes *b, size_t more) {
    if (b->length + more <= b->capacity) return;
    size_t capacity = b->capacity ? b->capacity : 1024;
    while (capacity < b->length + more) capacity *= 2;
    b->at = realloc(b->at, capacity);
    if (!b->at) stop("out of memory");
    b->capacity = capacity;
}

static void append(struct bytes *b, const void *from, size_t length) {
    reserve(b, length);
    memcpy(b->at + b->length, from, length);
    b->length += length;
}

// Copies and masks in one go; `offset` is where in the frame's payload this begins.
static void append_masked(struct bytes *b, const char *from, size_t length, uint32_t key, size_t offset) {
    reserve(b, length);
    char *to = b->at + b->length;
    unsigned turn = 8 * (offset & 3);
    uint32_t turned = turn ? key >> turn | key << (32 - turn) : key;
    uint64_t wide = (uint64_t)turned << 32 | turned;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        memcpy(&word, from + i, 8);
        word ^= wide;
        memcpy(to + i, &word, 8);
    }
    for (; i < length; i++) to[i] = (char)(from[i] ^ (char)(turned >> (8 * (i & 3))));
    b->length += length;
}

static uint32_t random_key(void) {
    static uint32_t state = 2463534242u;  // Marsaglia's xorshift: nobody here has to be surprised
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static size_t decimal(char *to, uint64_t number) {
    char digits[20];
    size_t n = 0;
    do digits[n++] = (char)('0' + number % 10);
    while (number /= 10);
    for (size_t i = 0; i < n; i++) to[i] = digits[n - 1 - i];
    return n;
}

// ------------------------------------------------------------------------------------------------------ histogram

// Logarithmic, each power of two in 128 steps: no value is off by more than 0.8 %.
#define STEPS 128
static uint64_t histogram[64 * STEPS], recorded, longest;

static void record(uint64_t time) {
    int power = 63 - __builtin_clzll(time | STEPS);
    histogram[(size_t)(power - 7) * STEPS + (time >> (power - 7))]++;
    recorded++;
    if (time > longest) longest = time;
}

static double percentile(double part) {
    uint64_t wanted = (uint64_t)((double)recorded * part), seen = 0;
    for (size_t i = 0; i < 64 * STEPS; i++) {
        seen += histogram[i];
        if (seen > wanted) {
            size_t power = i / STEPS > 1 ? i / STEPS - 1 : 0;
            return (double)((i - power * STEPS) << power) / 1000;
        }
    }
    return (double)longest / 1000;
}

// -------------------------------------------------------------------------------------------------------- sending

static void watch(struct peer *p, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = p};
    if (epoll_ctl(poller, EPOLL_CTL_MOD, p->fd, &event)) stop("epoll: %s", strerror(errno));
}

static void close_peer(struct peer *p, const char *why) {
    if (p->fd < 0) return;
    if (!counts.closed++) fprintf(stderr, "load: the relay closed a connection (%s)\n", why);
    close(p->fd);
    p->fd = -1;
}

static void flush(struct peer *p) {
    if (p->fd < 0 || p->out.length == 0) return;
    ssize_t n = send(p->fd, p->out.at + p->written, p->out.length - p->written, MSG_NOSIGNAL);
    if (n < 0) {
        if (errno != EAGAIN) {
            close_peer(p, strerror(errno));
            return;
        }
        n = 0;
    }
    p->written += (size_t)n;
    bool rest = p->written < p->out.length;
    if (!rest) p->out.length = p->written = 0;
    if (rest != p->waits_to_write) {
        p->waits_to_write = rest;
        watch(p, rest ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

static void frame_head(struct peer *p, int opcode, size_t length, uint32_t key) {
    char head[14] = {(char)(0x80 | opcode)};
    size_t n = 2;
    if (length < 126) {
        head[1] = (char)(0x80 | length);
    } else {
        int width = length < 65536 ? 2 : 8;
        head[1] = (char)(0x80 | (width == 2 ? 126 : 127));
        for (int i = width - 1; i >= 0; i--) head[n++] = (char)((uint64_t)length >> (8 * i));
    }
    memcpy(head + n, &key, 4);
    append(&p->out, head, n + 4);
}

// {"id":"<id><tail>, as one text frame or one PUB; `to` is the latter's beginning.
static void send_message(struct peer *p, const char *to, const char *id, size_t id_length, const struct bytes *tail) {
    static const char begin[] = "{\"id\":\"";
    size_t begin_length = sizeof begin - 1, length = begin_length + id_length + tail->length;
    if (set.nats) {
        char head[2 * ID_MAX];
        int n = snprintf(head, sizeof head, "%s%zu\r\n", to, length);
        append(&p->out, head, (size_t)n);
        append(&p->out, begin, begin_length);
        append(&p->out, id, id_length);
        append(&p->out, tail->at, tail->length);
        append(&p->out, "\r\n", 2);
    } else {
        uint32_t key = random_key();
        frame_head(p, 1, length, key);
        append_masked(&p->out, begin, begin_length, key, 0);
        append_masked(&p->out, id, id_length, key, begin_length);
        append_masked(&p->out, tail->at, tail->length, key, begin_length + id_length);
    }
}

// ------------------------------------------------------------------------------------------- agents and connectors

// Ids are <agent>.<sequence>; which place in the window it is, follows from the sequence.
static void ask(struct peer *agent, size_t place) {
    struct slot *slot = &agent->slots[place];
    slot->sequence += (uint64_t)set.window;
    slot->sent = now;
    char id[48];
    size_t n = decimal(id, (uint64_t)agent->number);
    id[n++] = '.';
    n += decimal(id + n, slot->sequence);
    send_message(agent, agent->publish, id, n, &request_tail);
}

static bool same(const char *text, size_t length, const struct bytes *expected, size_t from) {
    return length == expected->length - from && !memcmp(text, expected->at + from, length);
}

static bool contains(const char *text, size_t length, const char *part) {
    return memmem(text, length < 1024 ? length : 1024, part, strlen(part)) != NULL;
}

static void wrong(const char *what, const char *text, size_t length) {
    if (!counts.wrong++) fprintf(stderr, "load: %s: %.*s\n", what, (int)(length < 200 ? length : 200), text);
}

static bool number_at(const char **at, const char *end, uint64_t *number) {
    const char *begin = *at;
    for (*number = 0; *at < end && **at >= '0' && **at <= '9'; ++*at) *number = *number * 10 + (uint64_t)(**at - '0');
    return *at > begin;
}

static void on_answer(struct peer *agent, const char *text, size_t length) {
    const char *end = text + length, *at = text + 7;
    uint64_t number, sequence;
    if (length < 12 || memcmp(text, "{\"id\":\"", 7) || !number_at(&at, end, &number) || at == end || *at++ != '.' ||
        !number_at(&at, end, &sequence) || at == end || *at != '"' || number != (uint64_t)agent->number) {
        wrong("an answer whose id is none of this agent's", text, length);
        return;
    }
    size_t place = sequence % (uint64_t)set.window;
    struct slot *slot = &agent->slots[place];
    if (sequence < slot->sequence && set.timeout_ms) {
        counts.late++;
        return;
    }
    if (sequence != slot->sequence) {
        wrong("an answer to no open request", text, length);
        return;
    }
    size_t rest = (size_t)(end - at);
    if (rest == answer_tail.length && !memcmp(at, answer_tail.at, mark) &&
        same(at + mark + 1, rest - mark - 1, &answer_tail, mark + 1)) {
        counts.answers++;
        if (at[mark] == 's') {
            counts.slow++;
        } else if (counting) {
            record(now - slot->sent);
        }
    } else if (contains(at, rest, "\"success\":false")) {
        if (contains(at, rest, "\"REQUEST_TIMEOUT\"")) {
            counts.timeouts++;
        } else if (!counts.errors++) {
            fprintf(stderr, "load: an error: %.*s\n", (int)(length < 300 ? length : 300), text);
        }
    } else {
        wrong("an answer that is not what the connector sent", text, length);
    }
    ask(agent, place);
}

static struct delayed *delayed;
static size_t delayed_first, delayed_count, delayed_capacity;

static void answer_later(struct peer *p, const char *to, const char *id, size_t id_length) {
    if (delayed_count == delayed_capacity) {
        size_t capacity = delayed_capacity ? 2 * delayed_capacity : 1024;
        struct delayed *all = malloc(capacity * sizeof *all);
        if (!all) stop("out of memory");
        for (size_t i = 0; i < delayed_count; i++) all[i] = delayed[(delayed_first + i) % delayed_capacity];
        free(delayed);
        delayed = all;
        delayed_first = 0;
        delayed_capacity = capacity;
    }
    struct delayed *d = &delayed[(delayed_first + delayed_count++) % delayed_capacity];
    d->due = now + (uint64_t)set.slow_ms * MILLISECOND;
    d->peer = p;
    d->id_length = id_length;
    memcpy(d->id, id, id_length);
    strcpy(d->to, to);
}

static void send_what_is_due(void) {
    while (delayed_count && delayed[delayed_first].due <= now) {
        struct delayed *d = &delayed[delayed_first];
        answer_tail.at[mark] = 's';
        send_message(d->peer, d->to, d->id, d->id_length, &answer_tail);
        answer_tail.at[mark] = 'x';
        flush(d->peer);
        delayed_first = (delayed_first + 1) % delayed_capacity;
        delayed_count--;
    }
}

static void on_request(struct peer *p, const char *text, size_t length, const char *to) {
    const char *id = text + 7, *id_end = length > 8 ? memchr(id, '"', length - 7) : NULL;
    if (!id_end || memcmp(text, "{\"id\":\"", 7) || id_end - id > ID_MAX ||
        !same(id_end, (size_t)(text + length - id_end), &request_tail, 0)) {
        wrong("a request that is not what an agent sent", text, length);
        return;
    }
    size_t id_length = (size_t)(id_end - id);
    if (p->role == SLOW_CONNECTOR) {
        answer_later(p, to, id, id_length);
    } else if (p->role == CONNECTOR) {
        send_message(p, to, id, id_length, &answer_tail);
    }
}

static void on_message(struct peer *p, const char *text, size_t length, const char *to) {
    // The line feed at the end is the protocol's, and a relay may leave it out: the templates are without.
    if (length && text[length - 1] == '\n') length--;
    counts.bytes += length;
    if (p->role == AGENT) {
        on_answer(p, text, length);
    } else if (p->role != IDLE) {
        on_request(p, text, length, to);
    }
}

// What a relay that has no time-outs still owes, or what its time-out did not reach.
static void give_up_what_is_lost(struct peer *agents) {
    uint64_t limit = (uint64_t)(set.timeout_ms + 1000) * MILLISECOND;
    for (int i = 0; i < set.agents; i++) {
        for (int place = 0; place < set.window; place++) {
            if (now - agents[i].slots[place].sent > limit) {
                counts.lost++;
                ask(&agents[i], (size_t)place);
            }
        }
        flush(&agents[i]);
    }
}

// -------------------------------------------------------------------------------------------------------- reading

// How many of the bytes were whole frames; `wanted` is the length of the one that is not.
static size_t take_frames(struct peer *p, const char *from, size_t length, size_t *wanted) {
    size_t at = 0;
    *wanted = 0;
    while (length - at >= 2 && p->fd >= 0) {
        const unsigned char *head = (const unsigned char *)from + at;
        size_t payload = head[1] & 0x7f, head_length = payload < 126 ? 2 : payload == 126 ? 4 : 10;
        if (length - at < head_length) break;
        if (payload >= 126) {
            payload = 0;
            for (size_t i = 2; i < head_length; i++) payload = payload << 8 | head[i];
        }
        if (length - at < head_length + payload) {
            *wanted = head_length + payload;
            break;
        }
        const char *text = from + at + head_length;
        bool last = head[0] & 0x80;
        int opcode = head[0] & 0x0f;
        if (opcode == 8) {
            char why[160];
            int code = payload >= 2 ? (unsigned char)text[0] << 8 | (unsigned char)text[1] : 0;
            snprintf(why, sizeof why, "%d %.*s", code, payload > 2 ? (int)payload - 2 : 0, text + 2);
            close_peer(p, why);
        } else if (opcode == 9) {
            uint32_t key = random_key();
            frame_head(p, 10, payload, key);
            append_masked(&p->out, text, payload, key, 0);
        } else if (opcode < 3 && last && p->message.length == 0) {
            on_message(p, text, payload, "");
        } else if (opcode < 3) {
            append(&p->message, text, payload);
            if (last) {
                on_message(p, p->message.at, p->message.length, "");
                p->message.length = 0;
            }
        }
        at += head_length + payload;
    }
    return at;
}

// The same for NATS: lines, and after those that begin with MSG a payload.
static size_t take_nats(struct peer *p, const char *from, size_t length, size_t *wanted) {
    size_t at = 0;
    *wanted = 0;
    while (at < length && p->fd >= 0) {
        const char *line = from + at, *end = memmem(line, length - at, "\r\n", 2);
        if (!end) break;
        size_t used = (size_t)(end - line) + 2;
        if (!memcmp(line, "MSG ", 4)) {  // MSG <subject> <sid> [reply] <length>
            char words[4 * ID_MAX], reply[ID_MAX] = "", to[ID_MAX + 8];
            size_t payload = 0;
            snprintf(words, sizeof words, "%.*s", (int)(end - line), line);
            if (sscanf(words, "MSG %*s %*s %159s %zu", reply, &payload) != 2) {
                reply[0] = 0;
                if (sscanf(words, "MSG %*s %*s %zu", &payload) != 1) stop("not NATS: %s", words);
            }
            if (length - at < used + payload + 2) {
                *wanted = used + payload + 2;
                break;
            }
            snprintf(to, sizeof to, "PUB %s ", reply);
            on_message(p, line + used, payload, to);
            used += payload + 2;
        } else if (!memcmp(line, "PING", 4)) {
            append(&p->out, "PONG\r\n", 6);
        } else if (!memcmp(line, "-ERR", 4)) {
            stop("nats-server says %.*s", (int)(end - line), line);
        }
        at += used;
    }
    return at;
}

static void on_readable(struct peer *p) {
    static char shared[READ_SIZE];
    bool has_begun = p->in.length > 0;
    if (has_begun) reserve(&p->in, 16384);
    char *to = has_begun ? p->in.at + p->in.length : shared;
    ssize_t n = recv(p->fd, to, has_begun ? p->in.capacity - p->in.length : sizeof shared, 0);
    if (n <= 0) {
        if (n == 0 || errno != EAGAIN) close_peer(p, n ? strerror(errno) : "without a close");
        return;
    }
    now = clock_now();
    const char *from = has_begun ? p->in.at : shared;
    size_t length = p->in.length + (size_t)n, wanted;
    size_t taken = (set.nats ? take_nats : take_frames)(p, from, length, &wanted);
    if (has_begun) {
        memmove(p->in.at, p->in.at + taken, length - taken);
        p->in.length = length - taken;
    } else if (taken < length) {
        append(&p->in, shared + taken, length - taken);
    }
    if (wanted > p->in.length) reserve(&p->in, wanted - p->in.length);
    flush(p);
}

// ----------------------------------------------------------------------------------------------------- connecting

static int dial(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)set.port)};
    if (inet_pton(AF_INET, set.host, &address.sin_addr) != 1) stop("--host must be an address");
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0) stop("socket: %s", strerror(errno));
    struct timeval patience = {.tv_sec = 10};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
        close(fd);
        return -1;
    }
    return fd;
}

// The relay's answer goes into `answer`, as far as it fits; what comes behind the header stays in the socket.
static bool handshake(int fd, const char *role, char *answer, size_t size) {
    char request[1024];
    int n = snprintf(request, sizeof request,
        "GET %s?token=%s&role=%s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhpcyBpcyBhIGxvYWQgIQ==\r\n\r\n",
        set.path, set.token, role, set.host, set.port);
    if (send(fd, request, (size_t)n, MSG_NOSIGNAL) != n) return false;
    for (;;) {
        ssize_t seen = recv(fd, answer, size - 1, MSG_PEEK);
        if (seen <= 0) return false;
        answer[seen] = 0;
        char *end = strstr(answer, "\r\n\r\n");
        if (end || (size_t)seen == size - 1) {
            if (!end || recv(fd, answer, (size_t)(end + 4 - answer), 0) < 0) return false;
            return !strncmp(answer, "HTTP/1.1 101", 12);
        }
        usleep(100);
    }
}

static void connect_peer(struct peer *p, enum role role, int number) {
    char answer[4096] = "";
    p->role = role;
    p->number = number;
    p->fd = dial();
    if (p->fd < 0) stop("cannot connect to %s:%d: %s", set.host, set.port, strerror(errno));
    if (set.nats) {
        char hello[256];
        int n = snprintf(hello, sizeof hello, "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n");
        if (role == AGENT) {
            snprintf(p->publish, sizeof p->publish, "PUB work reply.%d ", number);
            n += snprintf(hello + n, sizeof hello - (size_t)n, "SUB reply.%d 1\r\n", number);
        } else if (role != IDLE) {
            n += snprintf(hello + n, sizeof hello - (size_t)n, "SUB work connectors 1\r\n");
        }
        append(&p->out, hello, (size_t)n);
    } else if (!handshake(p->fd, role == AGENT || role == IDLE ? "agent" : "connector", answer, sizeof answer)) {
        stop("connection %d was not upgraded: %.*s", number, (int)strcspn(answer, "\r\n"), answer);
    }
    fcntl(p->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, p->fd, &event)) stop("epoll: %s", strerror(errno));
    flush(p);
}

static int await_relay(void) {
    char answer[4096];
    for (uint64_t end = clock_now() + (uint64_t)set.await_seconds * SECOND; clock_now() < end; usleep(50000)) {
        int fd = dial();
        if (fd < 0) continue;
        bool up = set.nats || handshake(fd, "agent", answer, sizeof answer);
        close(fd);
        if (up) return 0;
    }
    return 1;
}

static int print_free_port(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) || getsockname(fd, (struct sockaddr *)&address, &size)) {
        stop("no free port: %s", strerror(errno));
    }
    printf("%d\n", ntohs(address.sin_port));
    return 0;
}

// ------------------------------------------------------------------------------------------------------- the whole

static double own_processor_time(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
        (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static double relay_processor_time(void) {
    char path[64], line[1024] = "";
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", set.pid);
    FILE *file = set.pid ? fopen(path, "r") : NULL;
    if (!file) return 0;
    if (fgets(line, sizeof line, file)) {
        char *name_end = strrchr(line, ')');
        if (name_end) sscanf(name_end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    }
    fclose(file);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

// Of all processors since the machine was started, with what its own host took away; without what interrupts took, as
// nobody can say whose they were.
static double everybodys_processor_time(void) {
    unsigned long long user = 0, nice = 0, system = 0, stolen = 0;
    FILE *file = fopen("/proc/stat", "r");
    if (!file) return 0;
    if (fscanf(file, "cpu %llu %llu %llu %*u %*u %*u %*u %llu", &user, &nice, &system, &stolen) != 4) user = 0;
    fclose(file);
    return (double)(user + nice + system + stolen) / (double)sysconf(_SC_CLK_TCK);
}

static void write_templates(void) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789,";
    char text[128];
    append(&request_tail, "\",\"action\":\"echo\",\"data\":\"", 26);
    append(&answer_tail, "\",\"success\":true,\"data\":\"", 25);
    mark = answer_tail.length;
    for (size_t i = 0; i < set.request; i++) append(&request_tail, letters + i % (sizeof letters - 1), 1);
    append(&answer_tail, "x", 1);
    for (size_t i = 1; i < set.answer; i++) append(&answer_tail, letters + i % (sizeof letters - 1), 1);
    int n = set.timeout_ms ? snprintf(text, sizeof text, "\",\"timeoutMs\":%d,\"version\":\"1\"}", set.timeout_ms)
                           : snprintf(text, sizeof text, "\",\"version\":\"1\"}");
    append(&request_tail, text, (size_t)n);
    append(&answer_tail, "\"}", 2);
}

// Without agents while they have not asked yet.
static void run_until(uint64_t end, struct peer *agents) {
    static uint64_t next_look;
    struct epoll_event events[MAX_EVENTS];
    while ((now = clock_now()) < end) {
        uint64_t left = (end - now) / MILLISECOND + 1;
        int patience = set.slow || set.timeout_ms ? 1 : (int)(left < 100 ? left : 100);
        int n = epoll_wait(poller, events, MAX_EVENTS, patience);
        for (int i = 0; i < n; i++) {
            struct peer *p = events[i].data.ptr;
            if (p->fd >= 0 && events[i].events & EPOLLOUT) flush(p);
            if (p->fd >= 0 && events[i].events & ~(uint32_t)EPOLLOUT) on_readable(p);
        }
        if (set.slow) send_what_is_due();
        if (agents && set.timeout_ms && now > next_look) {
            give_up_what_is_lost(agents);
            next_look = now + 100 * MILLISECOND;
        }
    }
}

static void options(int count, char **words) {
    for (int i = 1; i < count; i++) {
        const char *name = words[i];
        if (!strcmp(name, "--free-port")) exit(print_free_port());
        if (i + 1 == count) stop("%s needs a value", name);
        const char *value = words[++i];
        struct { const char *name; int *to; } numbers[] = {
            {"--port", &set.port}, {"--agents", &set.agents}, {"--connectors", &set.connectors},
            {"--window", &set.window}, {"--idle", &set.idle}, {"--slow", &set.slow}, {"--silent", &set.silent},
            {"--slow-ms", &set.slow_ms}, {"--timeout-ms", &set.timeout_ms}, {"--pid", &set.pid},
            {"--nats", &set.nats}, {"--await", &set.await_seconds}};
        bool known = true;
        if (!strcmp(name, "--host")) set.host = value;
        else if (!strcmp(name, "--path")) set.path = value;
        else if (!strcmp(name, "--token")) set.token = value;
        else if (!strcmp(name, "--request")) set.request = strtoul(value, NULL, 10);
        else if (!strcmp(name, "--answer")) set.answer = strtoul(value, NULL, 10);
        else if (!strcmp(name, "--warm-up")) set.warm_up = atof(value);
        else if (!strcmp(name, "--seconds")) set.seconds = atof(value);
        else known = false;
        for (size_t n = 0; !known && n < sizeof numbers / sizeof *numbers; n++) {
            if (!strcmp(name, numbers[n].name)) {
                *numbers[n].to = atoi(value);
                known = true;
            }
        }
        if (!known) stop("there is no option %s", name);
    }
    if (set.agents < 1 || set.window < 1 || set.answer < 1 || set.connectors - set.slow - set.silent < 1) {
        stop("at least one agent, one in its window, one byte of answer and one usual connector");
    }
}

int main(int count, char **words) {
    options(count, words);
    if (set.await_seconds) return await_relay();
    write_templates();
    poller = epoll_create1(EPOLL_CLOEXEC);
    int all = set.connectors + set.idle + set.agents;
    struct peer *peers = calloc((size_t)all, sizeof *peers), *agents = peers + set.connectors + set.idle;
    if (!peers) stop("out of memory");
    for (int i = 0; i < set.connectors; i++) {
        enum role role = i < set.slow ? SLOW_CONNECTOR : i < set.slow + set.silent ? SILENT_CONNECTOR : CONNECTOR;
        connect_peer(&peers[i], role, i);
    }
    for (int i = 0; i < set.idle; i++) connect_peer(&peers[set.connectors + i], IDLE, i);
    for (int i = 0; i < set.agents; i++) connect_peer(&agents[i], AGENT, i);
    run_until(clock_now() + 100 * MILLISECOND, NULL);  // for the relay to know them all

    now = clock_now();
    for (int i = 0; i < set.agents; i++) {
        agents[i].slots = calloc((size_t)set.window, sizeof *agents[i].slots);
        if (!agents[i].slots) stop("out of memory");
        for (int place = 0; place < set.window; place++) {
            agents[i].slots[place].sequence = (uint64_t)place;
            ask(&agents[i], (size_t)place);
        }
        flush(&agents[i]);
    }
    run_until(clock_now() + (uint64_t)(set.warm_up * 1e9), agents);

    struct counts before = counts;
    double own = own_processor_time(), relay = relay_processor_time(), all_used = everybodys_processor_time();
    uint64_t start = clock_now();
    counting = true;
    run_until(start + (uint64_t)(set.seconds * 1e9), agents);
    double time = (double)(clock_now() - start) / 1e9;
    own = own_processor_time() - own;
    relay = relay_processor_time() - relay;
    double others = everybodys_processor_time() - all_used - own - relay;

    double answers = (double)(counts.answers - before.answers);
    printf("rps=%.0f p50=%.1f p99=%.1f p99.9=%.1f max=%.1f slow=%ju errors=%ju timeouts=%ju lost=%ju late=%ju wrong=%ju"
           " closed=%ju bytes=%ju load-cpu=%.2f relay-cpu=%.2f others-cpu=%.2f\n",
        answers / time, percentile(.5), percentile(.99), percentile(.999), (double)longest / 1000,
        (uintmax_t)(counts.slow - before.slow), (uintmax_t)(counts.errors - before.errors),
        (uintmax_t)(counts.timeouts - before.timeouts), (uintmax_t)(counts.lost - before.lost),
        (uintmax_t)(counts.late - before.late), (uintmax_t)counts.wrong, (uintmax_t)counts.closed,
        (uintmax_t)(counts.bytes - before.bytes), own / time, relay / time,
        others > 0 ? others / time : 0);
    return counts.wrong ? 3 : 0;
}
