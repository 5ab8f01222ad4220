#include "sandbox/services/connect_status.h"
#include "sandbox/base/utf8.h"
#include <array>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace flyte_webhook::sandbox
{
namespace
{

struct Told
{
    const char* name;
    int http;
};

/// By the number of the code.
constexpr std::array<Told, 17> codes{{{"", 200},
                                      {"canceled", 499},
                                      {"unknown", 500},
                                      {"invalid_argument", 400},
                                      {"deadline_exceeded", 504},
                                      {"not_found", 404},
                                      {"already_exists", 409},
                                      {"permission_denied", 403},
                                      {"resource_exhausted", 429},
                                      {"failed_precondition", 400},
                                      {"aborted", 409},
                                      {"out_of_range", 400},
                                      {"unimplemented", 501},
                                      {"internal", 500},
                                      {"unavailable", 503},
                                      {"data_loss", 500},
                                      {"unauthenticated", 401}}};

const Told& told(Code code) noexcept { return codes[static_cast<std::size_t>(code)]; }

using Json = rapidjson::Writer<rapidjson::StringBuffer>;

void writeError(Json& json, const RpcStatus& status)
{
    const std::string message = shownText(status.message);
    json.StartObject();
    json.Key("code");
    json.String(told(status.code).name);
    json.Key("message");
    json.String(message.data(), static_cast<rapidjson::SizeType>(message.size()));
    json.EndObject();
}

} // namespace

int connectHttpStatus(Code code) noexcept { return told(code).http; }

std::string connectError(const RpcStatus& status)
{
    rapidjson::StringBuffer text;
    Json json(text);
    writeError(json, status);
    return text.GetString();
}

std::string connectEnd(const RpcStatus& status)
{
    rapidjson::StringBuffer text;
    Json json(text);
    json.StartObject();
    if (status.code != Code::Ok)
    {
        json.Key("error");
        writeError(json, status);
    }
    json.EndObject();
    return text.GetString();
}

} // namespace flyte_webhook::sandbox
