/* Copies the waiting runtime. */
#ifndef COPY_H
#define COPY_H

#include <stdbool.h>

#include "../src/handed.h"

#pragma GCC visibility push(hidden)
bool copy_self(int agent, const int descriptors[HANDED_DESCRIPTORS]);
#pragma GCC visibility pop

#endif
