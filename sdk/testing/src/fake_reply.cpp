#include <flyte_webhook/testing/fake_reply.h>
#include <stdexcept>
#include <strings.h>

namespace flyte_webhook::testing
{

std::string FakeReply::header(const std::string& name) const
{
    for (const auto& [key, value] : headers)
        if (strcasecmp(key.c_str(), name.c_str()) == 0) return value;
    return {};
}

rapidjson::Document FakeReply::json() const
{
    rapidjson::Document document;
    document.Parse<rapidjson::kParseFullPrecisionFlag>(body.data(), body.size());
    if (document.HasParseError()) throw std::logic_error("the answer's body is no JSON: " + body);
    return document;
}

} // namespace flyte_webhook::testing
