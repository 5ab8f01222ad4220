// Answers of a hostile control plane, and of hostile web servers that it names. Lines for the endpoint's id, the path's parameters, the
// query and the body; then the answers in the order of the calls: a byte for the status (0: OK), and bytes with their length first. A
// stream takes all that are left. Each endpoint answers, and what it answers is HTTP with JSON in UTF-8.
#include "base/header_text.h"
#include "endpoints/text_forms.h"
#include "support/bound_request.h"
#include "support/groups.h"
#include "support/input.h"
#include <flyte_webhook/plugin/json_reader.h>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;
using namespace flyte_webhook::testing;

namespace
{

CallAnswer callAnswer(Input& input)
{
    const auto code = input.byte();
    return {static_cast<Code>(code % 18), std::string(input.sized())};
}

ScriptedStream stream(Input& input)
{
    ScriptedStream script;
    while (!input.empty())
    {
        script.end = callAnswer(input);
        if (script.end.code == Code::Ok) script.messages.push_back(script.end.bytes);
    }
    return script;
}

/// Header lines, an empty line, the body; only what the host would hand on.
ScriptedHttp httpAnswer(Input& input)
{
    constexpr int statuses[] = {200, 201, 204, 301, 302, 303, 304, 307, 308, 400, 404, 500};
    const auto status = input.byte();
    const auto text = input.sized();
    Input rest(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    ScriptedHttp answer{statuses[status % std::size(statuses)]};
    if (status >= 240) answer.result = static_cast<fw_http_result>(status % (FW_HTTP_TOO_LARGE + 1));
    for (auto line = rest.line(); !line.empty(); line = rest.line())
    {
        const auto colon = std::min(line.find(':'), line.size());
        const auto value = line.substr(std::min(colon + 1, line.size()));
        if (host::isToken(line.substr(0, colon)) && host::isHeaderValue(value)) answer.headers.emplace_back(line.substr(0, colon), value);
    }
    answer.body = rest.rest();
    return answer;
}

void checkReply(const FakeReply& reply)
{
    require(reply.status >= 200 && reply.status <= 599, "an answer has a status");
    require(reply.kind != "handler_failed" && reply.kind != "no_answer", "no answer of others is a surprise", reply.cause);
    for (const auto& [name, value] : reply.headers)
        require(host::isToken(name) && host::isHeaderValue(value), "an answer's headers can be sent", name + ": " + value);
    if (reply.contentType != "application/json" || !reply.kind.empty()) return; // of an error's text the host makes UTF-8
    require(parseJson(reply.body).has_value(), "an answer is JSON in UTF-8", reply.body);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    const auto found = groupEndpoints().find(input.line());
    if (found == groupEndpoints().end()) return -1;
    const auto& [id, group] = *found;
    const auto segments = input.line(), query = input.line(), body = input.line();
    FakeHost host(group.entry);
    host.answerOthers([&](const RecordedCall&) { return callAnswer(input); });
    host.streamOthers([&](const RecordedCall&) { return stream(input); });
    host.httpOthers([&](const RecordedHttp&) { return httpAnswer(input); });
    host.fact("webhook.org", "acme").fact("control_plane.task_cache", "10000");
    if (auto request = boundRequest(host, group.endpoint, segments, query, body))
    {
        checkReply(request->send());
        checkReply(request->send()); // what the first one left in caches
    }
    require(host.leftOpen() == 0, "no stream is left open", id);
    return 0;
}
