/*
 * The filter every program runs under. It is added to Docker's default profile, and of two filters the stricter
 * answer counts (seccomp(2)), so it can only take away. What it takes away, and why, is said line by line below.
 * Cost: none in most cases, as the kernel remembers which calls are always allowed (since Linux 5.11).
 *
 * ptrace stays allowed: LeakSanitizer and debuggers need it, and the agent is not dumpable, so it is out of reach.
 */
#include "seccomp.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/ioprio.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter knows the system calls of x86_64 and arm64 only"
#endif

/* Not in every libc's headers yet. The number is the same on all architectures since Linux 5.3. */
#ifndef SYS_clone3
#define SYS_clone3 435
#endif

enum { X32_BIT = 0x40000000 };

/* Both architectures are little endian, so the low half of an argument comes first; the kernel reads only that of
 * a pid_t, an int and clone's flags. */
#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + (n) * sizeof(uint64_t))
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define REFUSE(number) ANSWER(SECCOMP_RET_ERRNO | (number))
#define ALLOW ANSWER(SECCOMP_RET_ALLOW)
/* Runs the next `count` instructions only if what was loaded is `value`; or only if it has one of these `bits`. */
#define IF_EQUAL(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, (count))
#define IF_ANY_BIT(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)(bits), 0, (count))

/* The call is refused. */
#define NEVER(call) IF_EQUAL(SYS_##call, 1), REFUSE(EPERM)
/* The call is refused where argument `n` is `value`. */
#define NOT_WITH(call, n, value) \
    IF_EQUAL(SYS_##call, 4), LOAD(ARGUMENT(n)), IF_EQUAL(value, 1), REFUSE(EPERM), ALLOW
/* The call is refused where argument `n` has one of `bits`. */
#define NOT_WITH_BITS(call, n, bits) \
    IF_EQUAL(SYS_##call, 4), LOAD(ARGUMENT(n)), IF_ANY_BIT(bits, 1), REFUSE(EPERM), ALLOW
/* call(which, who): refused unless it names a process that is not the agent, or the caller's own group. */
#define NOT_TO_OTHERS(call, process, group, agent) \
    IF_EQUAL(SYS_##call, 10), LOAD(ARGUMENT(0)), \
    IF_EQUAL(process, 3), LOAD(ARGUMENT(1)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(agent), 5, 0), ALLOW, \
    IF_EQUAL(group, 3), LOAD(ARGUMENT(1)), IF_EQUAL(0, 1), ALLOW, \
    REFUSE(EPERM)

/*
 * Installs the filter for the calling process and all it will ever start; it needs no-new-privileges. `agent` is
 * the agent's pid as the program sees it (1 in a container). Returns false with errno set on failure.
 */
bool seccomp_install(pid_t agent)
{
    const struct sock_filter filter[] = {
        /* A foreign architecture (int 0x80, 32-bit programs) numbers its calls otherwise, which would void every
         * line below. Such a program is ended, by SIGSYS. */
        LOAD(offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),

        LOAD(offsetof(struct seccomp_data, nr)),
#if defined(__x86_64__)
        /* The x32 ABI does the same within x86_64, by one bit of the number. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1),
        REFUSE(EPERM),
#endif

        /* The agent has the program's uid, so it could be given no processor time, a low priority or a CPU limit,
         * and then could not enforce anything. Its pid is refused rather than all but 0 and the caller's own: a
         * thread is named by its id in pthread_setaffinity_np, the JVM's priorities and libgomp, and everything
         * else with a pid in here belongs to the program itself. */
        NOT_WITH(prlimit64, 0, agent),
        NOT_WITH(sched_setparam, 0, agent),
        NOT_WITH(sched_setscheduler, 0, agent),
        NOT_WITH(sched_setaffinity, 0, agent),
        NOT_WITH(sched_setattr, 0, agent),
        /* A process that is not the agent, or the caller's own group (0). Other groups could be the agent's, and the
         * user always is. */
        NOT_TO_OTHERS(setpriority, PRIO_PROCESS, PRIO_PGRP, agent),
        NOT_TO_OTHERS(ioprio_set, IOPRIO_WHO_PROCESS, IOPRIO_WHO_PGRP, agent),

        /* Rings do system calls that no filter sees. */
        NEVER(io_uring_setup),
        NEVER(io_uring_enter),
        NEVER(io_uring_register),
        /* Much kernel code that no program to be run here needs, and where most local exploits came from. */
        NEVER(bpf),
        NEVER(perf_event_open),
        NEVER(userfaultfd),
        /* The kernel's keyrings know users, not containers. */
        NEVER(keyctl),
        NEVER(add_key),
        NEVER(request_key),

        /* A user namespace gives a program every capability within it, and with them all that code again. */
        NOT_WITH_BITS(unshare, 0, CLONE_NEWUSER),
        NOT_WITH_BITS(clone, 0, CLONE_NEWUSER),
        /* clone3 has its flags in memory, where a filter cannot read. A C library falls back to clone on ENOSYS. */
        IF_EQUAL(SYS_clone3, 1),
        REFUSE(ENOSYS),

        /* socket(domain, type, protocol): what speaks to its own machine, and is counted (sockets.c). Of all others
         * VSOCK reaches the hypervisor's host past any network namespace, ALG the kernel's crypto modules, PACKET raw
         * frames, and the rest is much kernel code, loaded on demand. NETLINK_USERSOCK, ICMP and the like would hold
         * memory that nobody counts. */
        IF_EQUAL(SYS_socket, 19),
        LOAD(ARGUMENT(0)),
        IF_EQUAL(AF_UNIX, 1),
        ALLOW,
        IF_EQUAL(AF_NETLINK, 4),
        LOAD(ARGUMENT(2)),
        IF_EQUAL(NETLINK_ROUTE, 1),
        ALLOW,
        REFUSE(EPROTONOSUPPORT),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 1, 0),
        IF_EQUAL(AF_INET6, 8),
        LOAD(ARGUMENT(2)),
        IF_EQUAL(IPPROTO_IP, 1),
        ALLOW,
        IF_EQUAL(IPPROTO_TCP, 1),
        ALLOW,
        IF_EQUAL(IPPROTO_UDP, 1),
        ALLOW,
        REFUSE(EPROTONOSUPPORT),
        REFUSE(EPERM),

        ALLOW,
    };
    const struct sock_fprog program = {sizeof filter / sizeof *filter, (struct sock_filter *)filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
