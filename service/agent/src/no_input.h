/* The stdin of a program without input. */
#ifndef NO_INPUT_H
#define NO_INPUT_H

#include <stdbool.h>

int no_input_open(void);
bool no_input_was_read(int fd);

#endif
