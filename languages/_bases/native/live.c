/*
 * Linked into every C and C++ program. The C library keeps what is written to a pipe until 4 KiB are together, so a
 * question would be seen after its answer. With line buffering on both ends the C library writes out what is
 * waiting before it reads.
 *
 * A program whose input is there already, or has ended, keeps the large buffer: nobody waits for its questions, and
 * long output is several times faster. Only names no program may define itself are used.
 */
#include <poll.h>
#include <stdio.h>

extern int __poll(struct pollfd *, nfds_t, int);

__attribute__((constructor)) static void show_output_before_reading(void) {
  struct pollfd input = {.fd = 0, .events = POLLIN};
  if (__poll(&input, 1, 0) != 0) return;
  setvbuf(stdin, NULL, _IOLBF, 0);
  setvbuf(stdout, NULL, _IOLBF, 0);
}
