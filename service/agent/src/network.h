/* What programs ask of the network there is none of. */
#ifndef NETWORK_H
#define NETWORK_H

#include <stdint.h>

uint64_t network_attempts(void);

#endif
