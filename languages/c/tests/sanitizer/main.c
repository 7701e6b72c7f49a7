#include <stdlib.h>

int main(void) {
    volatile char *text = malloc(4);
    return text[4];
}
