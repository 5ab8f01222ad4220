#include "reliability/soak_load.h"
#include <algorithm>

namespace flyte_webhook::test
{
namespace
{

constexpr auto catchUp = std::chrono::seconds(1); ///< how far behind its pace a caller may fall and still come up with it

} // namespace

void Outages::begin()
{
    const std::lock_guard lock(_mutex);
    _outages.push_back({Clock::now(), Clock::time_point::max()});
}

void Outages::end()
{
    const std::lock_guard lock(_mutex);
    _outages.back().over = Clock::now() + _recovery;
}

bool Outages::explain(Clock::time_point begun, Clock::time_point ended) const
{
    const std::lock_guard lock(_mutex);
    return std::any_of(_outages.begin(), _outages.end(),
                       [&](const Outage& outage) { return begun <= outage.over && ended >= outage.begun; });
}

std::string Outages::since(Clock::time_point when) const
{
    const std::lock_guard lock(_mutex);
    if (_outages.empty()) return "before the first restart";
    return std::to_string((when - _outages.back().over + _recovery) / std::chrono::milliseconds(1)) + " ms after the last restart";
}

SoakLoad::SoakLoad(std::uint16_t port, int first, int callers, double rate, const Outages& outages) : _outages(outages)
{
    const auto interval = std::chrono::duration<double>(rate > 0 ? callers / rate : 0);
    for (int number = first; number < first + callers; ++number)
        _threads.emplace_back([=] { run(number, port, std::chrono::duration_cast<Clock::duration>(interval)); });
}

SoakCounts SoakLoad::stop()
{
    _done = true;
    for (auto& thread : _threads) thread.join();
    _threads.clear();
    return _counts;
}

void SoakLoad::run(int number, std::uint16_t port, Clock::duration interval)
{
    MirrorClient client(number, port, true, false);
    for (auto next = Clock::now(); !_done; next = std::max(next + interval, Clock::now() - catchUp))
    {
        std::this_thread::sleep_until(next); // the pace, not a wait for something
        const auto begun = Clock::now();
        count(client.step(), begun);
    }
}

void SoakLoad::count(const MirrorClient::Result& result, Clock::time_point begun)
{
    const auto ended = Clock::now();
    const auto status = result.answer.status;
    const bool stream = result.request.kind == std::string("follow"); // one that has begun can only break off
    const bool failed = (status >= 502 && status <= 504) || (status == 0 && stream);
    const std::lock_guard lock(_mutex);
    ++_counts.statuses[status];
    _counts.slowest = std::max<std::chrono::nanoseconds>(_counts.slowest, ended - begun);
    if (result.wrong.empty() && status == 200)
        ++_counts.right;
    else if (result.wrong.empty() && failed && _outages.explain(begun, ended))
        ++_counts.explained;
    else if (++_counts.wrong == 1)
        _counts.firstWrong = result.request.target + ": " + std::to_string(status) + " " + result.wrong + result.broken +
                             (failed ? result.answer.body.substr(0, 300) + ", " + _outages.since(begun) : "");
}

} // namespace flyte_webhook::test
