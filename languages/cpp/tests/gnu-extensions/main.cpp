#include <bits/stdc++.h>
#include <unistd.h>

int main()
{
    __int128 big = 1;
    big <<= 100;
    auto gcd = std::gcd(big, static_cast<__int128>(1) << 70);
    std::cout << static_cast<long long>(gcd >> 64) << ' ' << std::format("{:.4f}", M_PI) << '\n';
    usleep(1);
}
