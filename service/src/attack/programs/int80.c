/* getpid by the 32-bit entry, where its number is 20; and by the x32 one, which is 39 with a bit. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long result = 0;
    (void)argc;
    if (strcmp(argv[1], "int80") == 0)
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
    else
        result = syscall(39L | 0x40000000L) == -1 ? -errno : 1;
    printf("%ld\n", result);
    return 0;
}
