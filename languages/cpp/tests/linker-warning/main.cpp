#include <cstdio>

int main() {
    char name[L_tmpnam];
    std::puts(std::tmpnam(name) != nullptr ? "linked" : "none");
}
