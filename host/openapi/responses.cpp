#include "responses.h"
#include "openapi/json_text.h"
#include "openapi/response_headers.h"
#include "openapi/schema_examples.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

std::string errorExample(std::string_view detail)
{
    return jsonObject([&](JsonObject& object) { object.field("detail", detail); });
}

bool hasBody(int status) { return status != 204 && status != 205 && status != 304; }

/// "the first; or the second", as one sentence.
std::string sentence(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : "; or ") + part;
    if (text.empty()) return "Answered.";
    if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text.back() == '.' ? text : text + ".";
}

} // namespace

void Responses::add(const DeclaredReply& reply)
{
    auto& answer = _answers[reply.status];
    if (!reply.contentType.empty()) answer.contentType = reply.contentType;
    const bool untyped = reply.schema.empty() && reply.contentType.empty() && reply.status >= 400;
    if (untyped)
        addError(reply.status, reply.help, errorExample(reply.help));
    else if (!reply.schema.empty() && Components::isError(reply.schema))
    {
        const auto example = firstExample(reply.schema);
        addError(reply.status, reply.help, example.empty() ? errorExample(reply.help) : example);
    }
    else
        add(reply.status, reply.help, reply.schema.empty() ? std::string() : replySchema(reply), {});
}

void Responses::add(const HostAnswer& answer)
{
    const auto facts = factsOf(answer.kind);
    if (answer.detail.empty())
        add(facts.status, facts.meaning, _components.validationError(), {});
    else
        addError(facts.status, facts.meaning, errorExample(answer.detail));
}

void Responses::addError(int status, const std::string& help, std::string example)
{
    add(status, help, _components.error(), std::move(example));
}

void Responses::add(int status, const std::string& help, const std::string& schema, std::string example)
{
    auto& answer = _answers[status];
    if (!help.empty() && std::find(answer.help.begin(), answer.help.end(), help) == answer.help.end()) answer.help.push_back(help);
    if (!schema.empty() && std::find(answer.schemas.begin(), answer.schemas.end(), schema) == answer.schemas.end())
        answer.schemas.push_back(schema);
    if (answer.example.empty()) answer.example = std::move(example);
}

std::string Responses::replySchema(const DeclaredReply& reply)
{
    const auto status = reply.status == 200 ? std::string() : std::to_string(reply.status);
    return _components.add(schemaName(_endpoint.id) + (reply.status < 400 ? "Reply" : "Error") + status, reply.schema);
}

void Responses::writeTo(JsonObject& responses) const
{
    for (const auto& [status, answer] : _answers)
    {
        auto response = responses.object(std::to_string(status));
        write(response, status, answer);
    }
}

void Responses::write(JsonObject& response, int status, const Answer& answer)
{
    response.field("description", sentence(answer.help));
    {
        auto headers = response.object("headers");
        referToHeaders(headers, status);
    }
    if (!hasBody(status)) return;
    auto content = response.object("content");
    auto media = content.object(answer.contentType);
    if (!answer.schemas.empty()) writeJson(media.key("schema"), anyOf(answer.schemas));
    if (!answer.example.empty()) writeJson(media.key("example"), answer.example);
}

} // namespace flyte_webhook::host
