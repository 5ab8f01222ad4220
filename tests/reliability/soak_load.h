#pragma once
#include "reliability/mirror_client.h"
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace flyte_webhook::test
{

/// What became of the requests. Those that a missing control plane explains are counted apart: 502, 503 and 504, and streams that broke
/// off, that were begun, or ended, while it was away or within the time that the server may take to find it again.
struct SoakCounts
{
    std::uint64_t right = 0, explained = 0, wrong = 0;
    std::map<int, std::uint64_t> statuses{};
    std::string firstWrong{};
    std::chrono::nanoseconds slowest{};
};

/// When the control plane was away. Thread: any.
class Outages
{
public:
    using Clock = std::chrono::steady_clock;

    /// `recovery`: how long the server may take to find a control plane that came back.
    explicit Outages(std::chrono::seconds recovery) : _recovery(recovery) {}

    void begin();
    void end();
    bool explain(Clock::time_point begun, Clock::time_point ended) const;
    std::string since(Clock::time_point when) const; ///< how long after the last of them that is, in words

private:
    struct Outage
    {
        Clock::time_point begun, over;
    };
    const std::chrono::seconds _recovery;
    mutable std::mutex _mutex;
    std::vector<Outage> _outages;
};

/// Callers that send requests over connections that they keep, each one after the other. Ends with the object. Thread: one at a time.
class SoakLoad
{
public:
    /// `first`: the number of the first caller; no two loads in front of one control plane may share one. `rate`: requests a second of all
    /// together; 0: as many as they can.
    SoakLoad(std::uint16_t port, int first, int callers, double rate, const Outages& outages);
    ~SoakLoad() { stop(); }
    SoakLoad(const SoakLoad&) = delete;
    SoakLoad& operator=(const SoakLoad&) = delete;

    /// Waits for the last answers.
    SoakCounts stop();

private:
    using Clock = Outages::Clock;

    void run(int number, std::uint16_t port, Clock::duration interval);
    void count(const MirrorClient::Result& result, Clock::time_point begun);

    const Outages& _outages;
    std::atomic<bool> _done{false};
    std::mutex _mutex;
    SoakCounts _counts;
    std::vector<std::thread> _threads;
};

} // namespace flyte_webhook::test
