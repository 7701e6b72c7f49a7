#include <stdio.h>

int main(void) {
    char line[16];
    if (scanf("%15s", line) != 1) return 1;
    printf("read %s\n", line);
    for (volatile int i = 0;; i++);
}
