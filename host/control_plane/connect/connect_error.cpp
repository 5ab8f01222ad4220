#include "connect_error.h"
#include "control_plane/status_mapping.h"
#include <algorithm>
#include <optional>
#include <rapidjson/document.h>
#include <string>

namespace flyte_webhook::host
{
namespace
{

using Json = rapidjson::Document;

/// As it stands in a log.
constexpr std::size_t maxQuoted = 512;

/// Iterative: a hostile body must not use the stack up.
bool parse(Json& json, std::string_view text)
{
    json.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
    return !json.HasParseError() && json.IsObject();
}

std::optional<std::string_view> textOf(const Json::ConstObject& object, const char* name)
{
    const auto member = object.FindMember(name);
    if (member == object.MemberEnd() || !member->value.IsString()) return std::nullopt;
    return std::string_view(member->value.GetString(), member->value.GetStringLength());
}

std::optional<int> codeNamed(std::string_view name)
{
    if (name == "canceled") return grpc_code::cancelled; // as the protocol spells it
    for (int code = grpc_code::cancelled; code <= grpc_code::unauthenticated; ++code)
        if (name == grpcCodeName(code)) return code;
    return std::nullopt;
}

int codeOfStatus(int httpStatus)
{
    switch (httpStatus)
    {
    case 400: return grpc_code::internal;
    case 401: return grpc_code::unauthenticated;
    case 403: return grpc_code::permissionDenied;
    case 404: return grpc_code::unimplemented;
    case 429:
    case 502:
    case 503:
    case 504: return grpc_code::unavailable;
    default: return grpc_code::unknown;
    }
}

CallStatus told(int code, std::string_view words, const std::string& where)
{
    const std::string message(words);
    return {code, message, where + grpcCodeName(code) + ": " + message, true, true};
}

/// The error that an object describes; `otherwise` is its code where it names none.
CallStatus errorIn(const Json::ConstObject& object, int otherwise, const std::string& where)
{
    const auto code = codeNamed(textOf(object, "code").value_or(""));
    return told(code.value_or(otherwise), textOf(object, "message").value_or(""), where);
}

CallStatus notUnderstood(std::string_view what)
{
    return {grpc_code::internal,
            {},
            "the end of the stream is no JSON object of the Connect protocol: " + std::string(what.substr(0, maxQuoted)),
            true};
}

} // namespace

CallStatus connectError(int httpStatus, bool json, std::string_view body)
{
    const auto where = "HTTP " + std::to_string(httpStatus);
    Json parsed;
    if (json && parse(parsed, body) && (parsed.HasMember("code") || parsed.HasMember("message")))
        return errorIn(static_cast<const Json&>(parsed).GetObject(), codeOfStatus(httpStatus), where + ", ");
    // A service that is not there has no words: whoever asked for it has better ones.
    const auto words = httpStatus == 404 ? std::string() : "the control plane answered with HTTP status " + std::to_string(httpStatus);
    return {codeOfStatus(httpStatus), words, where + ": " + std::string(body.substr(0, maxQuoted)), true, true};
}

CallStatus connectEnd(std::string_view json)
{
    Json parsed;
    if (!parse(parsed, json)) return notUnderstood(json);
    const auto error = static_cast<const Json&>(parsed).FindMember("error");
    if (error == parsed.MemberEnd() || error->value.IsNull()) return {grpc_code::ok, {}, {}, true};
    if (!error->value.IsObject()) return notUnderstood(json);
    return errorIn(error->value.GetObject(), grpc_code::unknown, "end of stream, ");
}

} // namespace flyte_webhook::host
