#include <iostream>
#include <string>

int main() {
    std::string line;
    std::getline(std::cin, line);
    std::cout << "read " << line << '\n';
    for (volatile int i = 0;; i = i + 1);
}
