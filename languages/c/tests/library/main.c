#include <stdio.h>
#include <zlib.h>

int main(void) {
    printf("%lx\n", crc32(0, (const Bytef *)"sandbox", 7));
}
