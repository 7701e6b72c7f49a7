/* The agent's message to a runtime that waits: one byte of flags, the program, and descriptors. */
#ifndef HANDED_H
#define HANDED_H

enum handed_flag {
    HANDED_TERMINAL = 1, /* the program's stdio is a terminal */
    HANDED_COPY = 2,     /* a copy of the runtime runs the program, and the runtime goes on waiting */
};

/* The program's stdin, stdout and stderr, and for a copy its own socket to the agent. */
enum { HANDED_STDIO = 3, HANDED_SOCKET = 3, HANDED_DESCRIPTORS = 4 };

/* What a copy sends to the agent before it waits for one byte: it may begin. */
struct handed_copy {
    int pid; /* in the sandbox's own pid namespace */
};

#endif
