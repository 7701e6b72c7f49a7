#include "limits.h"

#include "clock.h"

enum {
    CHECK_EVERY = 25 * MILLISECOND,
    IDLE_AFTER = SECOND,
    BUSY_CPU = SECOND / 100, /* 1 % of that second */
};

void limits_begin(struct limits *limits, int64_t now)
{
    *limits = (struct limits){.start = now, .last_check = now, .last_busy = now, .sample_start = now};
}

void limits_busy(struct limits *limits, int64_t now)
{
    limits->last_busy = now;
}

/* A program that uses 1 % of a second within at most a second is busy. On a slow machine the agent alone uses more. */
static void watch_cpu(struct limits *limits, int64_t cpu_us, int64_t now)
{
    bool busy = cpu_us - limits->sample_cpu >= BUSY_CPU;
    if (busy)
        limits->last_busy = now;
    if (busy || now - limits->sample_start >= SECOND) {
        limits->sample_start = now;
        limits->sample_cpu = cpu_us;
    }
}

static bool over(int64_t used_us, uint32_t limit_ms)
{
    return limit_ms != NO_LIMIT && used_us >= (int64_t)limit_ms * MILLISECOND;
}

/* Returns the limit that was reached, or CAUSE_NONE. */
enum cause limits_check(struct limits *limits, const struct exec_request *request, struct doing doing, int64_t now)
{
    watch_cpu(limits, (int64_t)doing.cpu_us - (int64_t)doing.agent_us, now);
    bool idle = doing.waits && now - limits->last_busy >= IDLE_AFTER;
    if (!idle)
        limits->counted += now - limits->last_check - doing.held_us;
    limits->last_check = now;
    if (over((int64_t)doing.cpu_us, request->cpu_ms))
        return CAUSE_CPU;
    if (over(limits->counted, request->wall_ms))
        return CAUSE_WALL;
    if (idle && over(now - limits->last_busy, request->idle_ms))
        return CAUSE_IDLE;
    if (over(now - limits->start, request->hard_ms))
        return CAUSE_HARD;
    return CAUSE_NONE;
}

/* The time of the next limits_check, by the agent's clock. */
int64_t limits_next_check(const struct limits *limits)
{
    return limits->last_check + CHECK_EVERY;
}
