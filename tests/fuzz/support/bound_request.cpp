#include "support/bound_request.h"
#include "endpoints/binder.h"
#include "support/input.h"

namespace flyte_webhook::fuzz
{

namespace
{

void give(testing::FakeRequest& request, const host::Parameter& parameter, std::string_view value)
{
    const auto typed = [&](auto form) { request.parameter(parameter.name, decltype(form)::parse(value)); };
    switch (parameter.type)
    {
    case FW_STRING: request.parameter(parameter.name, value); break;
    case FW_INTEGER: typed(TextForm<std::int64_t>()); break;
    case FW_NUMBER: typed(TextForm<double>()); break;
    case FW_BOOLEAN: typed(TextForm<bool>()); break;
    case FW_STRING_LIST: typed(TextForm<std::vector<std::string>>()); break;
    case FW_OBJECT: request.object(parameter.name, std::string(value)); break;
    }
}

host::Captures capturesOf(const host::Endpoint& endpoint, std::string_view segments)
{
    host::Captures captures;
    Input rest(reinterpret_cast<const std::uint8_t*>(segments.data()), segments.size());
    for (const auto& parameter : endpoint.parameters)
        if (parameter.place == FW_PATH) captures.segments[captures.count++] = rest.until('/');
    return captures;
}

} // namespace

std::optional<testing::FakeRequest> boundRequest(testing::FakeHost& host, const host::Endpoint& endpoint, std::string_view segments,
                                                 std::string_view query, std::string_view body)
{
    host::ParameterValues values(endpoint);
    host::ValidationErrors errors;
    host::bindPath(endpoint, capturesOf(endpoint, segments), values, errors);
    host::bindRest(endpoint, {query, "application/json", body}, values, errors);
    if (!errors.empty()) return std::nullopt;
    auto request = host.request(endpoint.id);
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
        if (values.given(i)) give(request, endpoint.parameters[i], values.at(i));
    request.body(std::string(body));
    return request;
}

} // namespace flyte_webhook::fuzz
