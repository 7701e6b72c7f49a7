/* The stdin of a program that gets none. */
#ifndef NO_INPUT_H
#define NO_INPUT_H

#include <stdbool.h>

int no_input_open(void);
bool no_input_was_read(int fd);

#endif
