#include <stdio.h>

int main(void) {
    volatile long long trillion = 1000000000000, most = 9223372036854775807;
    volatile unsigned long long all = -1;
    volatile double tenth = 0.1, fifth = 0.2;
    long long product, sum;
    __int128 wide = (__int128)trillion * trillion;
    printf("%lld%012lld\n", (long long)(wide / trillion), (long long)(wide % trillion));
    int overflows = __builtin_mul_overflow(trillion, trillion, &product) + __builtin_add_overflow(most, 1, &sum);
    printf("%d %lld %lld\n", overflows, product, sum);
    printf("%llu %.17g %d %d\n", all, tenth + fifth, 7 / 2, -7 % 3);
}
