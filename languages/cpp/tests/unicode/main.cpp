#include <iostream>
#include <string>

int main() {
    const std::string größe = "Grüße, 世界 🎉";
    std::string line;
    std::getline(std::cin, line);
    std::cout << größe << ": " << line << '\n';
}
