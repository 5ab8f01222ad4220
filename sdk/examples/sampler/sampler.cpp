// GET /load: the mean of what a background task measured. Settings, metrics, a line in the log, and a task that lives as long as a
// configuration: a reload makes a new one and ends this one.
#include "background.h"
#include <deque>
#include <flyte_webhook/plugin.h>
#include <fstream>
#include <numeric>

namespace fw = flyte_webhook;

/// The latest values of the system's load.
class Samples
{
public:
    Samples(std::size_t most, const fw::Counter& taken, const fw::Histogram& loads) : _most(most), _taken(taken), _loads(loads) {}

    void take()
    {
        double load = 0;
        if (!(std::ifstream("/proc/loadavg") >> load)) return;
        _taken.add();
        _loads.observe(load);
        const std::lock_guard lock(_mutex);
        _values.push_back(load);
        if (_values.size() > _most) _values.pop_front();
    }

    std::deque<double> values() const
    {
        const std::lock_guard lock(_mutex);
        return _values;
    }

private:
    const std::size_t _most;
    const fw::Counter _taken;
    const fw::Histogram _loads;
    mutable std::mutex _mutex;
    std::deque<double> _values;
};

class Load final : public fw::Handler
{
public:
    Load(std::int64_t every, std::int64_t most, const fw::Counter& taken, const fw::Histogram& loads)
        : _samples(static_cast<std::size_t>(most), taken, loads), _task(std::chrono::milliseconds(every), [this] { _samples.take(); })
    {
    }

    static void describe(fw::Endpoint& endpoint)
    {
        endpoint.get("load", "/load").summary("The system's load, as it was sampled").reply(200, "how many samples, and their mean");
    }

    void handle(fw::Request&, fw::Reply& reply) override
    {
        const auto values = _samples.values();
        const auto sum = std::accumulate(values.begin(), values.end(), 0.0);
        reply.json()
            .field("samples", static_cast<std::int64_t>(values.size()))
            .field("mean", values.empty() ? 0.0 : sum / static_cast<double>(values.size()));
    }

private:
    Samples _samples;
    Background _task; ///< ends before what it fills
};

FLYTE_WEBHOOK_PLUGIN("sampler", "1.0.0")(fw::Plugin& plugin)
{
    plugin.summary("Samples the system's load");
    const auto every = plugin.setting<std::int64_t>("every", 5000, "milliseconds between two samples", fw::between(10, 3600000));
    const auto most = plugin.setting<std::int64_t>("most", 60, "how many samples are kept", fw::between(1, 100000));
    plugin.add<Load>(every, most, plugin.counter("samples_total", "samples that were taken"),
                     plugin.histogram("sampled_load", "the system's load", {0.5, 1, 2, 4, 8, 16, 32}));
    plugin.log(FW_LOG_INFO, "sampling every " + std::to_string(every) + " ms");
}
