/*
 * The system call filter of every program. It comes on top of Docker's default profile, and the stricter of two filters
 * counts (seccomp(2)), so it can only forbid more. Each line below says what it forbids and why. It costs nothing in
 * most cases, because the kernel remembers which calls are always allowed (since Linux 5.11). ptrace stays allowed:
 * LeakSanitizer and debuggers need it, and it can't reach the agent, which is not dumpable.
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
/* Runs the next `count` instructions only if the loaded value is `value`; or only if it has one of these `bits`. */
#define IF_EQUAL(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, (count))
#define IF_ANY_BIT(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (uint32_t)(bits), 0, (count))

/* Refuses the call. */
#define NEVER(call) IF_EQUAL(SYS_##call, 1), REFUSE(EPERM)
/* Refuses the call if argument `n` is `value`. */
#define NOT_WITH(call, n, value) \
    IF_EQUAL(SYS_##call, 4), LOAD(ARGUMENT(n)), IF_EQUAL(value, 1), REFUSE(EPERM), ALLOW
/* Refuses the call if argument `n` has one of `bits`. */
#define NOT_WITH_BITS(call, n, bits) \
    IF_EQUAL(SYS_##call, 4), LOAD(ARGUMENT(n)), IF_ANY_BIT(bits, 1), REFUSE(EPERM), ALLOW
/* call(which, who): refused unless it names a process other than the agent, or the caller's own group. */
#define NOT_TO_OTHERS(call, process, group, agent) \
    IF_EQUAL(SYS_##call, 10), LOAD(ARGUMENT(0)), \
    IF_EQUAL(process, 3), LOAD(ARGUMENT(1)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(agent), 5, 0), ALLOW, \
    IF_EQUAL(group, 3), LOAD(ARGUMENT(1)), IF_EQUAL(0, 1), ALLOW, \
    REFUSE(EPERM)

/*
 * Installs the filter for the calling process and its future children; it needs no-new-privileges. `agent` is the
 * agent's pid as the program sees it (1 in a container). Returns false with errno set on failure.
 */
bool seccomp_install(pid_t agent)
{
    const struct sock_filter filter[] = {
        /* Another architecture (int 0x80, 32-bit programs) has other call numbers, which would bypass every line
         * below. SIGSYS ends such a program. */
        LOAD(offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),

        LOAD(offsetof(struct seccomp_data, nr)),
#if defined(__x86_64__)
        /* The x32 ABI does the same on x86_64, with one bit of the number. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1),
        REFUSE(EPERM),
#endif

        /* The agent has the program's uid, so a program could deprive it of processor time, lower its priority or set
         * its CPU limit, and the agent could not enforce anything. The filter refuses the agent's pid, rather than
         * allowing only 0 and the caller's own: pthread_setaffinity_np, the JVM's priorities and libgomp pass thread
         * ids, and every other pid in here belongs to the program itself. */
        NOT_WITH(prlimit64, 0, agent),
        NOT_WITH(sched_setparam, 0, agent),
        NOT_WITH(sched_setscheduler, 0, agent),
        NOT_WITH(sched_setaffinity, 0, agent),
        NOT_WITH(sched_setattr, 0, agent),
        /* A process that is not the agent, or the caller's own group (0). Other groups could be the agent's, and the
         * user always is. */
        NOT_TO_OTHERS(setpriority, PRIO_PROCESS, PRIO_PGRP, agent),
        NOT_TO_OTHERS(ioprio_set, IOPRIO_WHO_PROCESS, IOPRIO_WHO_PGRP, agent),

        /* Rings make system calls that no filter sees. */
        NEVER(io_uring_setup),
        NEVER(io_uring_enter),
        NEVER(io_uring_register),
        /* A lot of kernel code that no program here needs, and the source of most local exploits. */
        NEVER(bpf),
        NEVER(perf_event_open),
        NEVER(userfaultfd),
        /* The kernel's keyrings know users, not containers. */
        NEVER(keyctl),
        NEVER(add_key),
        NEVER(request_key),

        /* A user namespace gives a program every capability inside it, and so all that code again. */
        NOT_WITH_BITS(unshare, 0, CLONE_NEWUSER),
        NOT_WITH_BITS(clone, 0, CLONE_NEWUSER),
        /* clone3 has its flags in memory, where a filter cannot read. A C library falls back to clone on ENOSYS. */
        IF_EQUAL(SYS_clone3, 1),
        REFUSE(ENOSYS),

        /*
         * socket(domain, type, protocol): allows sockets that reach only this machine and are counted (sockets.c). Of
         * the others, VSOCK reaches the hypervisor's host past any network namespace, ALG the kernel's crypto modules,
         * PACKET raw frames, and the rest is a lot of kernel code, loaded on demand. NETLINK_USERSOCK, ICMP and similar
         * ones would hold memory that nobody counts.
         */
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
