#include <stdio.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>
#include <sys/random.h>

static int echo(void *number) {
    return *(int *)number;
}

int main(void) {
    unsigned seeds[2] = {};
    if (time(NULL) < 1700000000 || getrandom(seeds, sizeof seeds, 0) != sizeof seeds || seeds[0] == seeds[1]) return 1;

    int numbers[] = {1, 2, 3}, sum = 0;
    thrd_t threads[3];
    for (int i = 0; i < 3; i++)
        if (thrd_create(&threads[i], echo, &numbers[i]) != thrd_success) return 1;
    for (int i = 0; i < 3; i++) {
        int result;
        thrd_join(threads[i], &result);
        sum += result;
    }
    printf("clock random %d\n", sum);
}
