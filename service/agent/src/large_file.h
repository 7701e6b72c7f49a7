/* Finds a file that has grown to its limit. */
#ifndef LARGE_FILE_H
#define LARGE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

bool large_file_below(int folder, uint64_t size, time_t since);

#endif
