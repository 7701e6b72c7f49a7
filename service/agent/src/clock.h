/* The agent's clock: microseconds of CLOCK_MONOTONIC, which nothing can set (clock_gettime(2)). */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

enum { MILLISECOND = 1000, SECOND = 1000 * 1000 };

static inline int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

#endif
