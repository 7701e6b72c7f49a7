/* gawk reads past the C library, which therefore does not know that a question should be seen before its answer. */
#include <stdio.h>
#include <unistd.h>

extern ssize_t __read(int, void *, size_t);

ssize_t read(int file, void *buffer, size_t size) {
  if (file == STDIN_FILENO) fflush(stdout);
  return __read(file, buffer, size);
}
