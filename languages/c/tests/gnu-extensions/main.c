#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef enum { false, true } bool;

int legacy();

int main(void)
{
    struct timespec now;
    struct sigaction action = {0};
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    char words[] = "a b", *rest = words, *save = NULL;
    int nullptr = clock_gettime(CLOCK_MONOTONIC, &now) + sigaction(SIGUSR1, &action, NULL) + pthread_rwlock_rdlock(&lock);
    usleep(1);
    const char *first = strsep(&rest, " ");
    const char *second = strtok_r(rest, " ", &save);
    printf("%.4f %s %s %d %d\n", M_PI, first, second, legacy(1), nullptr);
    printf("%d %d\n", fileno(stdout), random() >= 0 ? true : false);
    return 0;
}

int legacy(x)
int x;
{
    return x + 1;
}
