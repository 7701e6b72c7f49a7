/*
 * The compiler says of a precompiled header that it was used, if it was.
 */
#include <cassert> // before the others
#include <vector>
#include <bits/stdc++.h>

int main() {
    std::vector<int> numbers{3, 1, 2};
    std::ranges::sort(numbers);
    assert(numbers[0] == 1);
    std::cout << numbers[2] << '\n';
}
