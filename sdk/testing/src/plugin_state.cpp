#include "plugin_state.h"
#include "host_table.h"
#include <flyte_webhook/plugin/bytes.h>

namespace flyte_webhook::testing
{

namespace
{

const fw_plugin_table* openPlugin(FakeHost::Entry entry)
{
    fw_const why{};
    const auto* table = entry(&hostTable(), &why);
    if (!table) throw StartRefused(std::string(toView(why)));
    return table;
}

} // namespace

PluginState::PluginState(FakeHost::Entry entry) : settings(*openPlugin(entry)), _table(openPlugin(entry)) {}

PluginState::~PluginState() { end(std::move(_configuration)); }

Configuration& PluginState::configuration()
{
    std::lock_guard lock(_starting);
    if (!_configuration) make();
    return *_configuration;
}

void PluginState::start()
{
    std::lock_guard lock(_starting);
    make();
}

void PluginState::make()
{
    std::unique_ptr<Configuration> made;
    {
        std::lock_guard lock(mutex);
        if (const auto missing = settings.missing(); !missing.empty()) throw StartRefused("settings that must be given: " + missing);
        made.reset(new Configuration{*this, settings.values()});
    }
    fw_bytes why{};
    if (!_table->create(toHandle(*made), &made->instance, &why)) throw StartRefused(std::string(toView(why)));
    end(std::exchange(_configuration, std::move(made)));
}

void PluginState::end(std::unique_ptr<Configuration> configuration)
{
    if (configuration) _table->destroy(configuration->instance);
}

CallAnswer PluginState::call(RecordedCall call)
{
    std::optional<FakeHost::Answer> answer;
    {
        std::lock_guard lock(mutex);
        answer = answers.next(call.method);
        if (!answer && otherAnswers) answer = otherAnswers;
        calls.push_back(call);
    }
    return answer ? (*answer)(call) : CallAnswer{Code::Unimplemented, "nothing is scripted for " + call.method};
}

ScriptedStream PluginState::open(RecordedCall call)
{
    FakeHost::Stream other;
    {
        std::lock_guard lock(mutex);
        calls.push_back(call);
        if (auto stream = streams.next(call.method)) return *stream;
        other = otherStreams;
    }
    return other ? other(call) : ScriptedStream{{}, {Code::Unimplemented, "nothing is scripted for " + call.method}};
}

ScriptedHttp PluginState::http(RecordedHttp call)
{
    FakeHost::HttpAnswer other;
    {
        std::lock_guard lock(mutex);
        httpCalls.push_back(call);
        if (auto answer = webAnswers.next(call.url)) return *answer;
        other = otherWebAnswers;
    }
    return other ? other(call) : ScriptedHttp{0, {}, {}, FW_HTTP_UNREACHABLE, "nothing is scripted for " + call.url};
}

void PluginState::log(LogLine line)
{
    std::lock_guard lock(mutex);
    lines.push_back(std::move(line));
}

void PluginState::record(std::uint32_t metric, double value)
{
    std::lock_guard lock(mutex);
    const auto name = metric < _table->metric_count ? std::string(toView(_table->metrics[metric]->name)) : "no such metric";
    metrics.push_back({name, value});
}

void PluginState::leftOpen(std::size_t streams)
{
    std::lock_guard lock(mutex);
    streamsLeftOpen += streams;
}

} // namespace flyte_webhook::testing
