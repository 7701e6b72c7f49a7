/*
 * QEMU's user emulation has no system call filters: the calls of its own would be filtered too. Without a filter the
 * agent runs no program. So the agent that is tested under emulation believes that it has one (ld(1), --wrap);
 * filter.c and filter.test.ts test the filter itself.
 */
#include <sys/prctl.h>

int __real_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);
int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);

int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
    return option == PR_SET_SECCOMP ? 0 : __real_prctl(option, a, b, c, d);
}
