#include "app_answer.h"
#include "utf8.h"
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace flyte_webhook::app
{

bool isJson(std::string_view body)
{
    constexpr auto flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    rapidjson::MemoryStream stream(body.data(), body.size());
    rapidjson::BaseReaderHandler<> nobody;
    return rapidjson::Reader().Parse<flags>(stream, nobody) && stream.Tell() == body.size(); // the reader takes a NUL for the end
}

void relay(const HttpAnswer& answer, Reply& reply)
{
    if (answer.status >= 400) throw UpstreamError(answer.status, "Target app returned error: " + asUtf8(answer.body));
    if (isJson(answer.body))
        reply.send(200, "application/json", answer.body);
    else
        reply.json().field("response", asUtf8(answer.body));
}

} // namespace flyte_webhook::app
