#include <stdio.h>

int main(void) {
    constexpr int answer = 42;
    bool known = nullptr == (void *)0;
    printf("%d %d\n", answer, known);
}
