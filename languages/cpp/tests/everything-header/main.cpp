#include <bits/stdc++.h>
using namespace std;

int main() {
    vector<int> numbers{3, 1, 2};
    ranges::sort(numbers);
    for (int i = 0; int number : numbers) cout << (i++ ? " " : "") << number;
    cout << endl;
}
