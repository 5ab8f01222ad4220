/* Preloaded into a server: its wall clock, and every wait for a time of that clock, are off by the seconds that the file
 * $FW_TEST_CLOCK holds as one 64-bit number. Whoever writes to the file makes the clock jump, also for those who wait. A wait looks at
 * the clock again every few milliseconds, and ends in between as any wait may end, for no reason. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SLICE_NS 20000000L
#define EXPORT __attribute__((visibility("default")))

static int (*real_clock_gettime)(clockid_t, struct timespec*);
static int (*real_cond_timedwait)(pthread_cond_t*, pthread_mutex_t*, const struct timespec*);
static int (*real_cond_clockwait)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const struct timespec*);
static int (*real_sem_timedwait)(sem_t*, const struct timespec*);
static long (*real_syscall)(long, ...);
static const volatile int64_t* offset;

static void* next(const char* name)
{
    void* found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

__attribute__((constructor)) static void begin(void)
{
    const char* file = getenv("FW_TEST_CLOCK");
    *(void**)&real_clock_gettime = next("clock_gettime");
    *(void**)&real_cond_timedwait = next("pthread_cond_timedwait");
    *(void**)&real_cond_clockwait = next("pthread_cond_clockwait");
    *(void**)&real_sem_timedwait = next("sem_timedwait");
    *(void**)&real_syscall = next("syscall");
    if (!file) return;
    const int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    void* memory = descriptor < 0 ? MAP_FAILED : mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED) abort();
    close(descriptor);
    offset = memory;
}

static int64_t shift(void) { return offset ? *offset : 0; }

static int is_wall(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

EXPORT int clock_gettime(clockid_t clock, struct timespec* time)
{
    if (!real_clock_gettime) return (int)syscall(SYS_clock_gettime, clock, time);
    const int result = real_clock_gettime(clock, time);
    if (result == 0 && is_wall(clock)) time->tv_sec += shift();
    return result;
}

EXPORT int gettimeofday(struct timeval* restrict time, void* restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

EXPORT time_t time(time_t* result)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}

/* Whether the shifted clock has reached it; else the true time at which to look again. */
static int reached(const struct timespec* until, struct timespec* look)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec > until->tv_sec || (now.tv_sec == until->tv_sec && now.tv_nsec >= until->tv_nsec)) return 1;
    real_clock_gettime(CLOCK_REALTIME, look);
    look->tv_nsec += SLICE_NS;
    if (look->tv_nsec >= 1000000000L) look->tv_nsec -= 1000000000L, ++look->tv_sec;
    return 0;
}

static int wait_by_wall(pthread_cond_t* condition, pthread_mutex_t* mutex, const struct timespec* until)
{
    struct timespec look;
    if (reached(until, &look)) return ETIMEDOUT;
    const int result = real_cond_clockwait(condition, mutex, CLOCK_REALTIME, &look);
    return result == ETIMEDOUT ? 0 : result;
}

/* glibc keeps in that bit which clock a condition was made for. */
static int is_monotonic(const pthread_cond_t* condition) { return (condition->__data.__wrefs & 2) != 0; }

EXPORT int pthread_cond_timedwait(pthread_cond_t* restrict condition, pthread_mutex_t* restrict mutex,
                                  const struct timespec* restrict until)
{
    return is_monotonic(condition) ? real_cond_timedwait(condition, mutex, until) : wait_by_wall(condition, mutex, until);
}

EXPORT int pthread_cond_clockwait(pthread_cond_t* restrict condition, pthread_mutex_t* restrict mutex, clockid_t clock,
                                  const struct timespec* restrict until)
{
    return is_wall(clock) ? wait_by_wall(condition, mutex, until) : real_cond_clockwait(condition, mutex, clock, until);
}

EXPORT int sem_timedwait(sem_t* restrict semaphore, const struct timespec* restrict until)
{
    struct timespec look;
    while (!reached(until, &look))
        if (real_sem_timedwait(semaphore, &look) == 0)
            return 0;
        else if (errno != ETIMEDOUT)
            return -1;
    errno = ETIMEDOUT;
    return -1;
}

/* gRPC's own locks wait in the kernel without the C library's functions, but through this one. */
EXPORT long syscall(long number, ...)
{
    long argument[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; ++i) argument[i] = va_arg(list, long);
    va_end(list);
    if (!real_syscall) *(void**)&real_syscall = next("syscall");
    struct timespec look;
    const int waits_by_wall = number == SYS_futex && (argument[1] & FUTEX_CLOCK_REALTIME) && argument[3];
    if (!waits_by_wall) return real_syscall(number, argument[0], argument[1], argument[2], argument[3], argument[4], argument[5]);
    if (reached((const struct timespec*)argument[3], &look))
    {
        errno = ETIMEDOUT;
        return -1;
    }
    const long result = real_syscall(number, argument[0], argument[1], argument[2], (long)&look, argument[4], argument[5]);
    if (result < 0 && errno == ETIMEDOUT) errno = EINTR;
    return result;
}
