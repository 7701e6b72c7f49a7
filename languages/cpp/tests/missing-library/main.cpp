#include <fmt/core.h>

int main() {}
