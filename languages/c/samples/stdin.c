#include <stdio.h>

int main(void) {
    char name[64];
    int number;

    printf("What is your name? ");
    if (scanf("%63s", name) != 1) return 1;
    printf("Pick a number: ");
    if (scanf("%d", &number) != 1) return 1;

    printf("Hello, %s! %d squared is %d.\n", name, number, number * number);
}
