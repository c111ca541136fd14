/* Traces the operations of a C or C++ program, for `paretop profile import` and for experiments with a [profile] section.
 *
 * With PARETOP_TRACE=PREFIX in the environment every thread writes PREFIX_worker_pid_TID (operations, batches it made) and
 * PREFIX_main_pid_TID (batches it asked for), a line `name,start_ns,duration_ns` a record, times since the epoch. TID is the
 * kernel's number of the thread, which for a program's first thread is its pid: a worker is a worker, be it thread or process.
 * Without the variable every call is one test of a variable.
 *
 *     static void resize(...) { paretop_trace::Operation scope("Resize"); ... }        C++
 *     uint64_t start = paretop_begin("Resize"); ...; paretop_end("Resize", start);     C
 *
 * Include it wherever it is needed: there is nothing to link but pthreads. Compilers: gcc and clang on Linux.
 *
 * Records are kept in memory and written at the end of a batch (paretop_batch_made, paretop_batch_consumed), when a buffer is
 * full, and when the thread or the program ends; of a program that is killed everything up to its last batch is there, but for
 * batches of its last 10 ms. A thread that still runs while the program exits loses what came after its last batch. fork() is
 * safe: a child writes files of its own.
 *
 * PARETOP_MAP_OPERATION=NAME is for `paretop profile map`, which asks which functions NAME runs. The first
 * PARETOP_MAP_WARMUPS (4) calls of it pass; before the next one there is a pause of PARETOP_MAP_PAUSE_MS (100), so that no
 * sample slips back; then the collector is switched on, the call is made, the collector is switched off and the program ends
 * with exit code 0 (3: the collector did not answer, or the
 * program ended before; 64: it has no such operation). Switching: "enable\n" or "disable\n" to the fifo PARETOP_MAP_CONTROL, then
 * an answer of "ack\n" from the fifo PARETOP_MAP_ACK (as `perf record --control=fifo:CONTROL,ACK` has them); without these, under
 * valgrind, callgrind's requests to start and stop. Operations must be entered by one thread at a time for it: run the program
 * with one worker. */
#ifndef PARETOP_TRACE_H
#define PARETOP_TRACE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif
#if defined(__has_include)
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* --- inside: one state of the program, shared by all files that include this (weak symbols) ------------------------------- */

#define PARETOP_SHARED_ __attribute__((weak))
enum { PARETOP_UNKNOWN_ = 0, PARETOP_OFF_ = 1, PARETOP_ON_ = 2, PARETOP_MAPPING_ = 4 };
enum { PARETOP_HELD_ = 1 << 16, PARETOP_TEXT_ = 1 << 15, PARETOP_LONGEST_ = 255, PARETOP_RECORD_ = 17 };

/* Records of one file, as they are held: start and duration in ticks (8 bytes each), length of the name (1), name. */
struct paretop_lane_ {
    const char* role; /* "main" or "worker" */
    int file;         /* -1: not open yet; -2: given up */
    size_t held;      /* bytes of `records` in use */
    uint64_t written; /* tick of the last write */
    unsigned char records[PARETOP_HELD_ + 32];
    char text[PARETOP_TEXT_];
};
struct paretop_thread_ {
    struct paretop_lane_* lanes[2]; /* worker, main; NULL until used */
};

PARETOP_SHARED_ int paretop_mode_ = PARETOP_UNKNOWN_;
PARETOP_SHARED_ __thread struct paretop_thread_ paretop_thread_ = {{NULL, NULL}};
PARETOP_SHARED_ pthread_once_t paretop_once_ = PTHREAD_ONCE_INIT;
PARETOP_SHARED_ pthread_key_t paretop_key_;
PARETOP_SHARED_ int paretop_has_ticks_ = 0;
PARETOP_SHARED_ uint64_t paretop_tick0_ = 0, paretop_steady0_ = 0, paretop_epoch0_ = 0; /* one moment by three clocks */
PARETOP_SHARED_ char paretop_prefix_[3800] = {0};
PARETOP_SHARED_ char paretop_mapped_[PARETOP_LONGEST_ + 1] = {0};
PARETOP_SHARED_ long paretop_warmups_ = 4, paretop_calls_ = 0;
PARETOP_SHARED_ char paretop_seen_[1024] = {0}; /* other operations, for a message */

static inline uint64_t paretop_clock_(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The processor's counter where it can be trusted (it then costs a third of a clock), else the steady clock. */
static inline uint64_t paretop_ticks_(void) {
#if defined(__x86_64__)
    if (__builtin_expect(paretop_has_ticks_, 1)) return __rdtsc();
#endif
    return paretop_clock_(CLOCK_MONOTONIC);
}

/* The counter is invariant, and the kernel itself keeps time by it. */
static inline int paretop_find_ticks_(void) {
#if defined(__x86_64__)
    unsigned a = 0, b = 0, c = 0, d = 0;
    char name[8] = {0};
    int file, good;
    if (!__get_cpuid(0x80000007u, &a, &b, &c, &d) || (d & 0x100u) == 0) return 0;
    file = open("/sys/devices/system/clocksource/clocksource0/current_clocksource", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    good = read(file, name, sizeof name - 1) > 2 && memcmp(name, "tsc", 3) == 0;
    close(file);
    return good;
#else
    return 0;
#endif
}

static inline int paretop_lane_open_(struct paretop_lane_* lane) {
    char path[4096];
    if (lane->file != -1) return lane->file >= 0;
    snprintf(path, sizeof path, "%s_%s_pid_%ld", paretop_prefix_, lane->role, syscall(SYS_gettid));
    lane->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (lane->file >= 0) return 1;
    fprintf(stderr, "paretop_trace: cannot write %s: %s\n", path, strerror(errno));
    lane->file = -2;
    return 0;
}

static inline void paretop_lane_write_(struct paretop_lane_* lane, const char* text, size_t size) {
    while (size > 0 && lane->file >= 0) {
        const ssize_t written = write(lane->file, text, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            fprintf(stderr, "paretop_trace: a trace ends here: %s\n", strerror(errno));
            close(lane->file);
            lane->file = -2;
            return;
        }
        text += written;
        size -= (size_t)written;
    }
}

static inline char* paretop_pair_(char* out, unsigned value) { /* two digits */
    static const char digits[] =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    memcpy(out, digits + 2 * (size_t)value, 2);
    return out + 2;
}

static inline char* paretop_nine_(char* out, unsigned value) { /* nine digits */
    const unsigned high = value / 10000u, low = value % 10000u;
    *out++ = (char)('0' + high / 10000u);
    out = paretop_pair_(out, high / 100u % 100u);
    out = paretop_pair_(out, high % 100u);
    out = paretop_pair_(out, low / 100u);
    return paretop_pair_(out, low % 100u);
}

static inline char* paretop_number_(char* out, uint64_t value) {
    unsigned small, size = 1;
    char* at;
    if (value >= 1000000000u) return paretop_nine_(paretop_number_(out, value / 1000000000u), (unsigned)(value % 1000000000u));
    for (small = (unsigned)value; small >= 10u; small /= 10u) ++size;
    small = (unsigned)value;
    for (at = out + size; small >= 10u; small /= 100u) paretop_pair_(at -= 2, small % 100u);
    if (at > out) *out = (char)('0' + small);
    return out + size;
}

/* Where eight characters hold what no line can: a control character or a comma (not zero then; the usual tricks with whole
 * words). */
static inline uint64_t paretop_unfit_(uint64_t word) {
    const uint64_t ones = ~UINT64_C(0) / 255u, commas = word ^ (ones * ',');
    return (((word - ones * 32u) & ~word) | ((commas - ones) & ~commas)) & (ones * 128u);
}

/* `name` and `out` have room for sixteen characters more than `size`. */
static inline char* paretop_name_(char* out, const unsigned char* name, size_t size) {
    size_t i;
    uint64_t words[2], unfit = 0;
    for (i = 0; i < size; i += 16) {
        memcpy(words, name + i, sizeof words);
        memcpy(out + i, words, sizeof words);
        unfit |= paretop_unfit_(words[0]) | paretop_unfit_(words[1]);
    }
    for (i = 0; unfit != 0 && i < size; ++i) /* perhaps: what follows the name was looked at, too */
        if (name[i] < 32 || name[i] == ',') out[i] = '_';
    return out + size;
}

/* A duration given in nanoseconds carries the highest bit. 1000 ns in a main file means "had arrived before", so that no wait
 * that was measured may have it. */
#define PARETOP_GIVEN_ (UINT64_C(1) << 63)
static inline uint64_t paretop_duration_(uint64_t ticks, double rate, int main_file) {
    uint64_t duration;
    if (ticks & PARETOP_GIVEN_) return ticks & ~PARETOP_GIVEN_;
    duration = (uint64_t)((double)ticks * rate + 0.5);
    return duration == 1000u && main_file ? 1001u : duration;
}

/* Ticks become nanoseconds here: counted back from this very moment, at the rate since the program began. */
static inline void paretop_lane_flush_(struct paretop_lane_* lane) {
    const uint64_t tick1 = paretop_ticks_(), steady = paretop_clock_(CLOCK_MONOTONIC) - paretop_steady0_;
    const double rate = tick1 > paretop_tick0_ ? (double)steady / (double)(tick1 - paretop_tick0_) : 1.0;
    const uint64_t now = paretop_epoch0_ + steady;
    const unsigned char *at = lane->records, *end = lane->records + lane->held;
    const int main_file = lane->role[0] == 'm';
    uint64_t second = UINT64_MAX; /* the last one written, and how: most records are of the same */
    char* out = lane->text;
    char seconds[32];
    size_t seconds_size = 0;
    lane->held = 0;
    lane->written = tick1;
    if (at == end || !paretop_lane_open_(lane)) return;
    while (at < end) {
        uint64_t times[2], start;
        const size_t size = at[16];
        memcpy(times, at, sizeof times);
        out = paretop_name_(out, at + PARETOP_RECORD_, size);
        start = now - (uint64_t)(int64_t)((double)(int64_t)(tick1 - times[0]) * rate);
        if (start / 1000000000u != second) {
            second = start / 1000000000u;
            seconds[0] = ',';
            seconds_size = (size_t)(paretop_number_(seconds + 1, second) - seconds);
        }
        memcpy(out, seconds, 16);
        out = paretop_nine_(out + seconds_size, (unsigned)(start - second * 1000000000u));
        *out++ = ',';
        out = paretop_number_(out, paretop_duration_(times[1], rate, main_file));
        *out++ = '\n';
        at += PARETOP_RECORD_ + size;
        if (out - lane->text < PARETOP_TEXT_ - 2 * PARETOP_LONGEST_ && at < end) continue;
        paretop_lane_write_(lane, lane->text, (size_t)(out - lane->text));
        out = lane->text;
    }
}

PARETOP_SHARED_ void paretop_thread_flush_(void) {
    int i;
    for (i = 0; i < 2; ++i)
        if (paretop_thread_.lanes[i] != NULL) paretop_lane_flush_(paretop_thread_.lanes[i]);
}

PARETOP_SHARED_ void paretop_thread_end_(void* thread) {
    int i;
    (void)thread;
    paretop_thread_flush_();
    for (i = 0; i < 2; ++i) {
        struct paretop_lane_* lane = paretop_thread_.lanes[i];
        paretop_thread_.lanes[i] = NULL;
        if (lane == NULL) continue;
        if (lane->file >= 0) close(lane->file);
        free(lane);
    }
}

/* In the child of a fork: what is held is the parent's to write, and so is its file. */
PARETOP_SHARED_ void paretop_forked_(void) {
    int i;
    for (i = 0; i < 2; ++i) {
        struct paretop_lane_* lane = paretop_thread_.lanes[i];
        if (lane == NULL) continue;
        lane->held = 0;
        if (lane->file >= 0) close(lane->file);
        lane->file = -1;
    }
}

/* The program ends, and the call that counts never came. */
PARETOP_SHARED_ void paretop_map_missed_(void) {
    const size_t size = strlen(paretop_seen_);
    if (paretop_calls_ > paretop_warmups_) return;
    fflush(NULL); /* the last word is ours */
    if (paretop_calls_ > 0)
        fprintf(stderr, "paretop_trace: %s was called %ld times, and %ld are needed\n", paretop_mapped_, paretop_calls_,
                paretop_warmups_ + 1);
    else
        fprintf(stderr, "paretop_trace: there is no operation %s here; there are %.*s\n", paretop_mapped_,
                (int)(size > 2 ? size - 2 : 4), size > 2 ? paretop_seen_ : "none");
    _exit(paretop_calls_ > 0 ? 3 : 64);
}

PARETOP_SHARED_ void paretop_start_(void) {
    const char *prefix = getenv("PARETOP_TRACE"), *mapped = getenv("PARETOP_MAP_OPERATION");
    const char* warmups = getenv("PARETOP_MAP_WARMUPS");
    int mode = 0;
    if (prefix != NULL && *prefix != 0 && strlen(prefix) < sizeof paretop_prefix_) {
        strcpy(paretop_prefix_, prefix);
        mode |= PARETOP_ON_;
    }
    if (mapped != NULL && *mapped != 0 && strlen(mapped) < sizeof paretop_mapped_) {
        strcpy(paretop_mapped_, mapped);
        if (warmups != NULL) paretop_warmups_ = strtol(warmups, NULL, 10);
        mode |= PARETOP_MAPPING_;
        atexit(paretop_map_missed_);
    }
    if (mode & PARETOP_ON_) {
        paretop_has_ticks_ = paretop_find_ticks_();
        paretop_tick0_ = paretop_ticks_();
        paretop_steady0_ = paretop_clock_(CLOCK_MONOTONIC);
        paretop_epoch0_ = paretop_clock_(CLOCK_REALTIME);
        pthread_key_create(&paretop_key_, paretop_thread_end_);
        pthread_atfork(NULL, NULL, paretop_forked_);
        atexit(paretop_thread_flush_);
    }
    __atomic_store_n(&paretop_mode_, mode == 0 ? PARETOP_OFF_ : mode, __ATOMIC_RELEASE);
}

static inline int paretop_wanted_(void) {
    const int mode = __atomic_load_n(&paretop_mode_, __ATOMIC_ACQUIRE);
    if (__builtin_expect(mode != PARETOP_UNKNOWN_, 1)) return mode;
    pthread_once(&paretop_once_, paretop_start_);
    return __atomic_load_n(&paretop_mode_, __ATOMIC_ACQUIRE);
}

PARETOP_SHARED_ struct paretop_lane_* paretop_lane_make_(int which) {
    struct paretop_lane_* lane;
#ifdef __cplusplus
    lane = static_cast<struct paretop_lane_*>(malloc(sizeof *lane));
#else
    lane = malloc(sizeof *lane);
#endif
    if (lane == NULL) return NULL;
    lane->role = which ? "main" : "worker";
    lane->file = -1;
    lane->held = 0;
    lane->written = 0;
    paretop_thread_.lanes[which] = lane;
    pthread_setspecific(paretop_key_, &paretop_thread_);
    return lane;
}

/* `name` carries its S. */
static inline void paretop_record_(int which, const char* mark, const char* name, size_t size, uint64_t start, uint64_t ticks) {
    struct paretop_lane_* lane = paretop_thread_.lanes[which];
    const size_t marked = strlen(mark);
    const uint64_t times[2] = {start, ticks};
    unsigned char* at;
    if (__builtin_expect(lane == NULL, 0) && (lane = paretop_lane_make_(which)) == NULL) return;
    if (size > PARETOP_LONGEST_ - 1) size = PARETOP_LONGEST_ - 1;
    if (__builtin_expect(lane->held + PARETOP_RECORD_ + PARETOP_LONGEST_ > PARETOP_HELD_, 0)) paretop_lane_flush_(lane);
    at = lane->records + lane->held;
    memcpy(at, times, sizeof times);
    at[16] = (unsigned char)(marked + size);
    memcpy(at + PARETOP_RECORD_, mark, marked);
    memcpy(at + PARETOP_RECORD_ + marked, name, size);
    lane->held += PARETOP_RECORD_ + marked + size;
}

static inline void paretop_numbered_(int which, const char* mark, long batch, uint64_t start, uint64_t ticks) {
    char name[64];
    const int size = snprintf(name, sizeof name, "%ld", batch);
    paretop_record_(which, mark, name, (size_t)size, start, ticks);
}

/* At the end of a batch. Batches of microseconds share a write: what was written less than about 10 ms ago can wait. */
static inline void paretop_batch_flush_(void) {
    const uint64_t now = paretop_ticks_(), patience = paretop_has_ticks_ ? 20000000u : 10000000u;
    int i;
    for (i = 0; i < 2; ++i) {
        struct paretop_lane_* lane = paretop_thread_.lanes[i];
        if (lane != NULL && now - lane->written > patience) paretop_lane_flush_(lane);
    }
}

/* --- inside: the collector of `profile map` ------------------------------------------------------------------------------- */

static inline void paretop_map_fail_(const char* what) {
    fprintf(stderr, "paretop_trace: mapping %s: %s: %s\n", paretop_mapped_, what, strerror(errno));
    _exit(3);
}

/* Says a word to the collector and waits for its answer, ten seconds at most. */
PARETOP_SHARED_ void paretop_map_say_(const char* word) {
    static int control = -1, ack = -1;
    const char *control_path = getenv("PARETOP_MAP_CONTROL"), *ack_path = getenv("PARETOP_MAP_ACK");
    struct pollfd answer;
    char byte = 0;
    if (control_path == NULL) return;
    if (control < 0 && (control = open(control_path, O_WRONLY | O_CLOEXEC)) < 0) paretop_map_fail_(control_path);
    if (ack_path != NULL && ack < 0 && (ack = open(ack_path, O_RDWR | O_CLOEXEC)) < 0) paretop_map_fail_(ack_path);
    if (write(control, word, strlen(word)) < 0) paretop_map_fail_("control");
    answer.fd = ack;
    answer.events = POLLIN;
    errno = ETIMEDOUT;
    while (ack >= 0 && byte != '\n')
        if (poll(&answer, 1, 10000) != 1 || read(ack, &byte, 1) != 1) paretop_map_fail_("no answer from the collector");
}

static inline void paretop_map_pause_(void) {
    const char* given = getenv("PARETOP_MAP_PAUSE_MS");
    const long pause = given != NULL ? strtol(given, NULL, 10) : 100;
    struct timespec left;
    left.tv_sec = pause / 1000;
    left.tv_nsec = pause % 1000 * 1000000;
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

PARETOP_SHARED_ void paretop_map_see_(const char* operation) {
    char word[PARETOP_LONGEST_ + 3];
    snprintf(word, sizeof word, "%s, ", operation);
    if (strstr(paretop_seen_, word) == NULL && strlen(paretop_seen_) + strlen(word) < sizeof paretop_seen_)
        strcat(paretop_seen_, word);
}

PARETOP_SHARED_ void paretop_map_begin_(const char* operation) {
    if (strcmp(operation, paretop_mapped_) != 0) {
        if (paretop_calls_ == 0) paretop_map_see_(operation);
        return;
    }
    if (__atomic_fetch_add(&paretop_calls_, 1, __ATOMIC_RELAXED) != paretop_warmups_) return;
    paretop_map_pause_();
    paretop_map_say_("enable\n");
#ifdef CALLGRIND_START_INSTRUMENTATION
    CALLGRIND_START_INSTRUMENTATION;
#endif
}

PARETOP_SHARED_ void paretop_map_end_(const char* operation) {
    if (strcmp(operation, paretop_mapped_) != 0) return;
    if (__atomic_load_n(&paretop_calls_, __ATOMIC_RELAXED) != paretop_warmups_ + 1) return;
#ifdef CALLGRIND_STOP_INSTRUMENTATION
    CALLGRIND_STOP_INSTRUMENTATION;
#endif
    paretop_map_say_("disable\n");
    paretop_thread_flush_();
    _exit(0);
}

/* --- what programs call ------------------------------------------------------------------------------------------------------
 */

/* Whether anything is traced; for a program that wants to spare itself the work of telling. */
static inline int paretop_tracing(void) { return paretop_wanted_() != PARETOP_OFF_; }

/* One operation on one item, named as it should be shown: "Resize". What begin answers is for end, of the same thread. */
static inline uint64_t paretop_begin(const char* operation) {
    const int mode = paretop_wanted_();
    if (mode == PARETOP_OFF_) return 0;
    if (mode & PARETOP_MAPPING_) paretop_map_begin_(operation);
    return paretop_ticks_();
}
static inline void paretop_end(const char* operation, uint64_t start) {
    const int mode = paretop_wanted_();
    if (mode & PARETOP_ON_) paretop_record_(0, "S", operation, strlen(operation), start, paretop_ticks_() - start);
    if (mode & PARETOP_MAPPING_) paretop_map_end_(operation);
}

/* A worker: the batch was made from `start` (of paretop_start) until now. Writes what the thread has held back. */
static inline uint64_t paretop_start(void) { return paretop_wanted_() & PARETOP_ON_ ? paretop_ticks_() : 0; }
static inline void paretop_batch_made(long batch, uint64_t start) {
    if (!(paretop_wanted_() & PARETOP_ON_)) return;
    paretop_numbered_(0, "SBatchPreprocessed_", batch, start, paretop_ticks_() - start);
    paretop_batch_flush_();
}
/* Who asks for batches in their order: waited from `start` until now for this one; or it had arrived before its turn. */
static inline void paretop_batch_waited(long batch, uint64_t start) {
    if (paretop_wanted_() & PARETOP_ON_) paretop_numbered_(1, "SBatchWait_", batch, start, paretop_ticks_() - start);
}
static inline void paretop_batch_was_there(long batch) {
    if (paretop_wanted_() & PARETOP_ON_) paretop_numbered_(1, "SBatchWait_", batch, paretop_ticks_(), PARETOP_GIVEN_ | 1000u);
}
/* The batch is handed over now. Writes what the thread has held back. */
static inline void paretop_batch_consumed(long batch) {
    if (!(paretop_wanted_() & PARETOP_ON_)) return;
    paretop_numbered_(1, "SBatchConsumed_", batch, paretop_ticks_(), PARETOP_GIVEN_ | 1000u);
    paretop_batch_flush_();
}
/* For programs without batches: writes what the thread has held back. */
static inline void paretop_flush(void) { paretop_thread_flush_(); }
/* From now on nothing is traced: what follows is not the program's work, but checks of it, say. */
static inline void paretop_stop(void) {
    if (paretop_wanted_() == PARETOP_OFF_) return;
    paretop_thread_flush_();
    __atomic_store_n(&paretop_mode_, PARETOP_OFF_, __ATOMIC_RELAXED);
}

#ifdef __cplusplus
}

namespace paretop_trace {

/* An operation as long as this lives. `name` is not copied: a literal, or something that lives longer. */
class Operation {
  public:
    explicit Operation(const char* name) : name_(name), start_(paretop_begin(name)) {}
    ~Operation() { paretop_end(name_, start_); }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

  private:
    const char* name_;
    uint64_t start_;
};

/* A batch that a worker makes as long as this lives. */
class Batch {
  public:
    explicit Batch(long number) : number_(number), start_(paretop_start()) {}
    ~Batch() { paretop_batch_made(number_, start_); }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

  private:
    long number_;
    uint64_t start_;
};

}  // namespace paretop_trace
#endif
#endif
