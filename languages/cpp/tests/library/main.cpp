#include <iostream>
#include <stacktrace>

int main() {
    std::cout << (std::stacktrace::current().size() > 0) << '\n';
}
