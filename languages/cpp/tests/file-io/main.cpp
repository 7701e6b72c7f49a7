#include <fstream>
#include <iostream>
#include <string>

int main() {
    std::ofstream("note.txt") << "written and read";
    std::string text;
    std::getline(std::ifstream("note.txt"), text);
    std::cout << text << '\n';
}
