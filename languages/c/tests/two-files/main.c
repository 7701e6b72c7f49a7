#include "greeting.h"

int main(void) {
    greet("Ada");
}
