#include "reliability/mirror_client.h"
#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

using namespace flyte_webhook::test;

namespace
{

/// So many requests of each kind, one after the other; what was wrong with the first that was.
std::string askAll(int number, std::uint16_t port, int each)
{
    MirrorClient client(number, port, false, false);
    for (int i = 0; i < each; ++i)
        for (std::size_t kind = 0; kind < MirrorClient::kinds(); ++kind)
        {
            auto request = client.make(kind);
            if (!request) continue;
            const auto result = client.ask(*std::move(request));
            if (result.answer.status != 200 || !result.wrong.empty())
                return result.request.target + ": " + std::to_string(result.answer.status) + result.wrong + result.broken;
        }
    return {};
}

} // namespace

/// Requests of every endpoint to a server in front of a mirror: reliability-requests PORT COUNT-OF-EACH.
int main(int argc, char** argv)
{
    constexpr int callers = 8;
    if (argc != 3) return std::cerr << "usage: reliability-requests PORT COUNT-OF-EACH\n", 2;
    const auto port = static_cast<std::uint16_t>(std::stoi(argv[1]));
    const int each = (std::stoi(argv[2]) + callers - 1) / callers;
    std::mutex mutex;
    std::string wrong;
    std::vector<std::thread> threads;
    for (int number = 1; number <= callers; ++number)
        threads.emplace_back(
            [&, number]
            {
                const auto found = askAll(number, port, each);
                const std::lock_guard lock(mutex);
                if (wrong.empty()) wrong = found;
            });
    for (auto& thread : threads) thread.join();
    if (!wrong.empty()) std::cerr << "reliability-requests: " << wrong << '\n';
    return wrong.empty() ? 0 : 1;
}
