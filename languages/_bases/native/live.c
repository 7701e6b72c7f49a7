/*
 * Linked into every C and C++ program. The C library keeps what is written to a pipe until 4 KiB are together, so a
 * question would be seen after its answer, and what a program has printed before it crashes, hangs or is killed never.
 * With line buffering on both ends each line is written as it ends, and the C library writes out what is waiting before
 * it reads. A program that prefers a large buffer sets one as ever. No name that a program may define itself is used.
 */
#include <stdio.h>

__attribute__((constructor)) static void show_output_at_once(void) {
  setvbuf(stdin, NULL, _IOLBF, 0);
  setvbuf(stdout, NULL, _IOLBF, 0);
}
