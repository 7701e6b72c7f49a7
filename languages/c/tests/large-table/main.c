#include <stdio.h>

int table[5000000] = {1};

int main(void) {
    printf("%d %d\n", table[0], table[4999999]);
}
