#include "host_table.h"
#include "parameters.h"
#include "request_state.h"
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/testing/fake_request.h>

namespace flyte_webhook::testing
{

FakeRequest::FakeRequest(PluginState& plugin, std::size_t endpoint) : _plugin(plugin), _endpoint(endpoint) {}

FakeRequest& FakeRequest::give(const std::string& name, fw_type type, std::string text)
{
    const auto* parameter = findParameter(*_plugin.table().endpoints[_endpoint], name);
    if (!parameter) throw std::logic_error("the endpoint has no parameter '" + name + "'");
    const bool fits = parameter->type == type || (parameter->type == FW_NUMBER && type == FW_INTEGER);
    if (!fits) throw std::logic_error("the parameter '" + name + "' is of another type");
    _parameters[name] = std::move(text);
    return *this;
}

FakeRequest& FakeRequest::inBody(const std::string& name)
{
    const auto* parameter = findParameter(*_plugin.table().endpoints[_endpoint], name);
    if (!parameter || parameter->place != FW_QUERY_OR_BODY)
        throw std::logic_error("the endpoint has no parameter '" + name + "' that may stand in its query or its body");
    _inBody.insert(name);
    return *this;
}

FakeRequest& FakeRequest::body(std::string bytes)
{
    _body = std::move(bytes);
    return *this;
}

FakeRequest& FakeRequest::header(const std::string& name, std::string value)
{
    _headers[name] = std::move(value);
    return *this;
}

FakeRequest& FakeRequest::id(std::string id)
{
    _id = std::move(id);
    return *this;
}

FakeRequest& FakeRequest::caller(std::string bytes)
{
    _caller = std::move(bytes);
    return *this;
}

FakeRequest& FakeRequest::timeLeft(std::chrono::milliseconds time)
{
    _timeLeft = time;
    return *this;
}

FakeRequest& FakeRequest::cancelled()
{
    _cancelled = true;
    return *this;
}

FakeRequest& FakeRequest::goAfter(std::size_t pieces)
{
    _goAfter = pieces;
    return *this;
}

FakeReply FakeRequest::send()
{
    auto& configuration = _plugin.configuration();
    const auto& table = _plugin.table();
    RequestState state(*this, *table.endpoints[_endpoint]);
    table.handle(configuration.instance, toHandle(configuration), toHandle(state), _endpoint);
    return state.take();
}

} // namespace flyte_webhook::testing
