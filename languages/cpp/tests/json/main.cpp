#include <iostream>
#include <nlohmann/json.hpp>

int main() {
    std::cout << nlohmann::json::parse("[1, 2, 3]") << '\n';
}
