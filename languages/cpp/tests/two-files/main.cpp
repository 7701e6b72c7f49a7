#include <iostream>

#include "greeting.hpp"

int main() {
    std::cout << greet("Ada") << '\n';
}
