#include <atomic>
#include <chrono>
#include <print>
#include <random>
#include <thread>
#include <vector>

int main() {
    using namespace std::chrono;
    std::random_device random;
    if (system_clock::now() < sys_days(2023y / 11 / 1) || (random() == random() && random() == random())) return 1;

    std::atomic<int> sum = 0;
    {
        std::vector<std::jthread> threads;
        for (int number : {1, 2, 3}) threads.emplace_back([&sum, number] { sum += number; });
    }
    std::println("clock random {}", sum.load());
}
