#define NDEBUG
#include <cassert>
#include <iostream>

int main() {
    assert(false);
    std::cout << "passed over\n";
}
