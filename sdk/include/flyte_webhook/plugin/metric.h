#pragma once
#include <cstdint>
#include <flyte_webhook/abi.h>

namespace flyte_webhook
{

/// One metric of a plugin, as the host knows it. Cheap to copy. Thread: any.
class Recorder
{
public:
    Recorder(const fw_host* host, fw_plugin* plugin, std::uint32_t metric) : _host(host), _plugin(plugin), _metric(metric) {}

    void record(double value) const
    {
        if (_host) _host->record(_plugin, _metric, value);
    }

private:
    const fw_host* _host;
    fw_plugin* _plugin;
    std::uint32_t _metric;
};

/// Counts something. Thread: any.
class Counter
{
public:
    explicit Counter(const Recorder& recorder) : _recorder(recorder) {}
    void add(double by = 1) const { _recorder.record(by); }

private:
    Recorder _recorder;
};

/// Observes values of something, such as seconds or bytes. Thread: any.
class Histogram
{
public:
    explicit Histogram(const Recorder& recorder) : _recorder(recorder) {}
    void observe(double value) const { _recorder.record(value); }

private:
    Recorder _recorder;
};

} // namespace flyte_webhook
