#include "response_headers.h"
#include "base/failure.h"

namespace flyte_webhook::host
{

namespace
{

constexpr auto requestId = R"({"description":"The id of the request in the server's log; the caller's own when it sent one.",)"
                           R"("schema":{"type":"string"}})";
constexpr auto authenticate = R"({"description":"How to show who one is.","schema":{"type":"string","examples":["Bearer"]}})";
constexpr auto retryAfter =
    R"({"description":"Seconds to wait before the next try.","schema":{"type":"integer","minimum":0,"examples":[1]}})";

/// The examples are all kinds but those that plugins have for themselves.
void describeKind(JsonObject header)
{
    header.field("description", "What kind of error it is: a stable word, whatever the detail says.");
    auto schema = header.object("schema");
    schema.field("type", "string").field("pattern", "^[a-z0-9_]{1,64}$");
    auto words = schema.array("examples");
    forEachErrorKind([&](ErrorKind kind) { words.add(factsOf(kind).word); });
}

void refer(JsonObject& headers, const char* name) { headers.object(name).field("$ref", std::string("#/components/headers/") + name); }

} // namespace

void describeHeaders(JsonObject& headers)
{
    writeJson(headers.key("X-Request-Id"), requestId);
    describeKind(headers.object(kindHeader));
    writeJson(headers.key("WWW-Authenticate"), authenticate);
    writeJson(headers.key("Retry-After"), retryAfter);
}

void referToHeaders(JsonObject& headers, int status)
{
    refer(headers, "X-Request-Id");
    if (status >= 400) refer(headers, kindHeader);
    if (status == 401) refer(headers, "WWW-Authenticate");
    if (status == 503) refer(headers, "Retry-After");
}

} // namespace flyte_webhook::host
