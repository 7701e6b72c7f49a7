#include <iostream>
#include <string>

int main() {
    std::string name;
    int number;

    std::cout << "What is your name? ";
    std::getline(std::cin, name);
    std::cout << "Pick a number: ";
    std::cin >> number;

    std::cout << "Hello, " << name << "! " << number << " squared is " << number * number << ".\n";
}
