/* A pseudo terminal, so that the kernel handles echo, erase, ^C, ^D and line ends. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool terminal_open(uint16_t cols, uint16_t rows, int *master, int *slave);
void terminal_resize(int master, uint16_t cols, uint16_t rows);

/* Bytes written to the terminal since its line began. */
struct terminal_line {
    size_t length;
    bool too_long; /* a line was longer than the kernel keeps */
};

void terminal_typed(int master, struct terminal_line *line, const uint8_t *bytes, size_t count);
size_t terminal_end(int master, const struct terminal_line *line, uint8_t bytes[2]);

#endif
