#include "plugin_state.h"
#include <algorithm>
#include <flyte_webhook/plugin/bytes.h>

namespace flyte_webhook::testing
{

FakeHost::FakeHost(Entry entry) : _state(std::make_unique<PluginState>(entry)) {}

FakeHost::~FakeHost() = default;

const fw_plugin_table& FakeHost::table() const { return _state->table(); }

FakeHost& FakeHost::setting(const std::string& key, const std::string& text)
{
    std::lock_guard lock(_state->mutex);
    _state->settings.set(key, text);
    return *this;
}

FakeHost& FakeHost::fact(const std::string& key, const std::string& value)
{
    std::lock_guard lock(_state->mutex);
    _state->settings.setFact(key, value);
    return *this;
}

void FakeHost::start() { _state->start(); }

FakeHost& FakeHost::answer(const std::string& method, std::string bytes)
{
    return answer(method, [bytes = std::move(bytes)](const RecordedCall&) { return CallAnswer{Code::Ok, bytes}; });
}

FakeHost& FakeHost::fail(const std::string& method, Code code, std::string message)
{
    return answer(method, [code, message = std::move(message)](const RecordedCall&) { return CallAnswer{code, message}; });
}

FakeHost& FakeHost::answer(const std::string& method, Answer answer)
{
    std::lock_guard lock(_state->mutex);
    _state->answers.add(method, std::move(answer));
    return *this;
}

FakeHost& FakeHost::stream(const std::string& method, std::vector<std::string> messages, CallAnswer end)
{
    std::lock_guard lock(_state->mutex);
    _state->streams.add(method, {std::move(messages), std::move(end)});
    return *this;
}

FakeHost& FakeHost::http(const std::string& url, ScriptedHttp answer)
{
    std::lock_guard lock(_state->mutex);
    _state->webAnswers.add(url, std::move(answer));
    return *this;
}

FakeHost& FakeHost::answerOthers(Answer answer)
{
    std::lock_guard lock(_state->mutex);
    _state->otherAnswers = std::move(answer);
    return *this;
}

FakeHost& FakeHost::streamOthers(Stream stream)
{
    std::lock_guard lock(_state->mutex);
    _state->otherStreams = std::move(stream);
    return *this;
}

FakeHost& FakeHost::httpOthers(HttpAnswer answer)
{
    std::lock_guard lock(_state->mutex);
    _state->otherWebAnswers = std::move(answer);
    return *this;
}

FakeRequest FakeHost::request(const std::string& endpointId)
{
    const auto& plugin = table();
    for (std::size_t i = 0; i < plugin.endpoint_count; ++i)
        if (toView(plugin.endpoints[i]->id) == endpointId) return FakeRequest(*_state, i);
    throw std::logic_error("the plugin has no endpoint '" + endpointId + "'");
}

std::vector<RecordedCall> FakeHost::calls() const
{
    std::lock_guard lock(_state->mutex);
    return _state->calls;
}

std::vector<RecordedCall> FakeHost::calls(const std::string& method) const
{
    std::vector<RecordedCall> found;
    for (auto& call : calls())
        if (call.method == method) found.push_back(std::move(call));
    return found;
}

std::vector<RecordedHttp> FakeHost::httpCalls() const
{
    std::lock_guard lock(_state->mutex);
    return _state->httpCalls;
}

std::vector<LogLine> FakeHost::log() const
{
    std::lock_guard lock(_state->mutex);
    return _state->lines;
}

std::vector<RecordedMetric> FakeHost::metrics() const
{
    std::lock_guard lock(_state->mutex);
    return _state->metrics;
}

std::size_t FakeHost::leftOpen() const
{
    std::lock_guard lock(_state->mutex);
    return _state->streamsLeftOpen;
}

void FakeHost::forget()
{
    std::lock_guard lock(_state->mutex);
    _state->calls.clear();
    _state->httpCalls.clear();
    _state->lines.clear();
    _state->metrics.clear();
    _state->streamsLeftOpen = 0;
}

} // namespace flyte_webhook::testing
