#include <iostream>

int main() {
    int sum = 0;
    for (int number; std::cin >> number;) sum += number;
    std::cout << sum << '\n';
}
