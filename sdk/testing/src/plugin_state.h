#pragma once
#include "script.h"
#include "settings.h"
#include <flyte_webhook/testing/fake_host.h>
#include <mutex>

namespace flyte_webhook::testing
{

/// One configuration of the plugin: what a fw_plugin points to.
struct Configuration
{
    PluginState& plugin;
    const std::map<std::string, std::string> values;
    void* instance = nullptr;
};

/// The plugin under test, the scripts and the records. Thread: each function any.
class PluginState
{
public:
    explicit PluginState(FakeHost::Entry entry);
    ~PluginState();
    PluginState(const PluginState&) = delete;
    PluginState& operator=(const PluginState&) = delete;

    const fw_plugin_table& table() const { return *_table; }
    /// The configuration that serves requests; starts the plugin when it has not started.
    Configuration& configuration();
    void start();

    /// Records the call and gives the scripted answer.
    CallAnswer call(RecordedCall call);
    ScriptedStream open(RecordedCall call);
    ScriptedHttp http(RecordedHttp call);
    void log(LogLine line);
    void record(std::uint32_t metric, double value);
    void leftOpen(std::size_t streams);

    std::mutex mutex; ///< guards what stands below
    Settings settings;
    Script<FakeHost::Answer> answers;
    Script<ScriptedStream> streams;
    Script<ScriptedHttp> webAnswers;
    FakeHost::Answer otherAnswers;
    FakeHost::Stream otherStreams;
    FakeHost::HttpAnswer otherWebAnswers;
    std::vector<RecordedCall> calls;
    std::vector<RecordedHttp> httpCalls;
    std::vector<LogLine> lines;
    std::vector<RecordedMetric> metrics;
    std::size_t streamsLeftOpen = 0;

private:
    void make();
    void end(std::unique_ptr<Configuration> configuration);

    const fw_plugin_table* _table;
    std::mutex _starting;
    std::unique_ptr<Configuration> _configuration;
};

} // namespace flyte_webhook::testing
