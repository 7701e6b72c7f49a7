/* The end of an EXEC, as in its EXIT frame. */
#ifndef VERDICT_H
#define VERDICT_H

#include "execution.h"

struct verdict {
    enum cause cause;
    bool signalled;
    uint8_t value; /* the exit code, or the signal */
    uint64_t wall_us, cpu_us, peak_bytes;
    bool peak_by_cgroup;
};

struct verdict verdict_of(const struct execution *execution, const struct cgroup *cgroup, int work);

#endif
