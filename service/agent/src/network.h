/* Attempts to use the network, which a sandbox does not have. */
#ifndef NETWORK_H
#define NETWORK_H

#include <stdint.h>

void network_open(void);
uint64_t network_attempts(void);

#endif
