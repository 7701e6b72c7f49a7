#include <poll.h>

/* Whether nobody has typed yet. */
long sandrun_waiting(void) {
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, 0) == 0;
}
