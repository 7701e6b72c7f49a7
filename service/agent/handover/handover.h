/* Waits in a prepared runtime for its program. */
#ifndef HANDOVER_H
#define HANDOVER_H

#include <stdbool.h>

/* Only for this library: a runtime may have functions with these names. */
#pragma GCC visibility push(hidden)
bool handover_waits(void);
bool handover_waits_at_folder(void);
int hand_over(void);
const char *handover_program(void);
_Noreturn void handover_start_ordinarily(void);
#pragma GCC visibility pop

#endif
