/* Creates processes that create processes until that fails or there are about as many as its argument, and says once how
 * many there are. */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct shared {
    int processes;
    int said;
};

int main(int argc, char **argv)
{
    int most = argc > 1 ? atoi(argv[1]) : 2;
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 1;
    shared->processes = 1;
    int turns = 0;
    for (;;) {
        pid_t child = __atomic_load_n(&shared->processes, __ATOMIC_SEQ_CST) < most ? fork() : -1;
        if (child == 0)
            __atomic_add_fetch(&shared->processes, 1, __ATOMIC_SEQ_CST);
        if (child >= 0)
            continue;
        /* The newest ones need a turn to count themselves. */
        sched_yield();
        if (++turns >= 20 && __atomic_exchange_n(&shared->said, 1, __ATOMIC_SEQ_CST) == 0)
            dprintf(1, "%d processes\n", __atomic_load_n(&shared->processes, __ATOMIC_SEQ_CST));
    }
}
