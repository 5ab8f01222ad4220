#pragma once
#include <chrono>
#include <thread>

namespace flyte_webhook::test
{

/// Whether it becomes true within the time; asks again and again.
template <typename Condition> bool within(std::chrono::milliseconds time, Condition condition)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (!condition())
    {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

/// How long it takes.
template <typename Action> std::chrono::milliseconds timeOf(Action action)
{
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

/// Whether one of five trials, each of which tells how long it took, took less than `bound`. A busy machine may hold up the others, but
/// none of them for twenty seconds.
template <typename Trial> bool oneIsWithin(std::chrono::milliseconds bound, Trial trial)
{
    for (int i = 0; i < 5; ++i)
    {
        const std::chrono::milliseconds time = trial();
        if (time < bound || time >= std::chrono::seconds(20)) return time < bound;
    }
    return false;
}

} // namespace flyte_webhook::test
