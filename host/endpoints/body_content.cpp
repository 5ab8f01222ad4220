#include "body_content.h"
#include "base/utf8.h"
#include "json_mistake.h"
#include "text_forms.h"
#include <Poco/String.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace flyte_webhook::host
{

namespace
{

constexpr unsigned jsonFlags =
    rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
constexpr std::size_t deepest = 128;

/// Checks a JSON text without keeping it: whether it parses, how deep it is, and whether it is an object.
class Checker : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Checker>
{
public:
    bool StartObject()
    {
        if (!_depth && !_seen) _object = true;
        return enter();
    }
    bool StartArray() { return enter(); }
    bool EndObject(rapidjson::SizeType) { return leave(); }
    bool EndArray(rapidjson::SizeType) { return leave(); }
    bool Default() { return _seen = true; }
    bool isObject() const { return _object; }

private:
    bool enter()
    {
        _seen = true;
        return ++_depth <= deepest;
    }
    bool leave()
    {
        --_depth;
        return true;
    }
    std::size_t _depth = 0;
    bool _seen = false;
    bool _object = false;
};

/// RFC 9110 section 8.3 and the contract: application/json or application/...+json, parameters ignored.
bool isJsonType(std::string_view contentType)
{
    const auto end = contentType.find(';');
    const auto type = Poco::toLower(Poco::trim(std::string(contentType.substr(0, end))));
    const std::string_view suffix = "+json";
    return type == "application/json" || (type.size() > suffix.size() && type.compare(0, 12, "application/") == 0 &&
                                          type.compare(type.size() - suffix.size(), suffix.size(), suffix) == 0);
}

/// Why and where a body is no JSON that is taken here. The reader's own words are for what is JSON by its grammar all the same.
JsonMistake mistakeIn(std::string_view body, std::size_t stop, rapidjson::ParseErrorCode code, rapidjson::ParseErrorCode problem)
{
    if (code != rapidjson::kParseErrorTermination)
        return findJsonMistake(body).value_or(JsonMistake{stop, rapidjson::GetParseError_En(code)});
    return {stop, problem != rapidjson::kParseErrorNone ? rapidjson::GetParseError_En(problem) : "nested deeper than 128 levels"};
}

/// Whether the JSON parses; tells what is wrong when not. The reader takes a NUL for the end, so what lies behind one is looked for.
bool check(std::string_view body, Checker& checker, ValidationErrors& errors)
{
    rapidjson::MemoryStream stream(body.data(), body.size());
    StrictJson<Checker> strict(checker);
    const auto result = rapidjson::Reader().Parse<jsonFlags>(stream, strict);
    if (result && stream.Tell() == body.size()) return true;
    const auto mistake = mistakeIn(body, result ? stream.Tell() : result.Offset(), result.Code(), strict.problem());
    errors.add("json_invalid", {"body", characters(body.substr(0, mistake.place))}, "JSON decode error", "{}",
               R"({"error":)" + quoted(mistake.what) + "}");
    return false;
}

} // namespace

std::optional<BodyContent> BodyContent::read(const Endpoint& endpoint, std::string_view contentType, std::string_view body,
                                             ValidationErrors& errors)
{
    std::optional<BodyContent> content(std::in_place);
    if (endpoint.body != FW_BODY_OBJECT && !endpoint.hasBodyParameters()) return content;
    content->_bytes = body;
    content->_json = isJsonType(contentType);
    if (body.empty() || !content->_json) return content;
    content->_bytes = withoutByteOrderMark(body); // RFC 8259, section 8.1: a reader may pass it over, and the reference does
    Checker checker;
    if (!check(content->_bytes, checker, errors)) return std::nullopt;
    content->_object = checker.isObject();
    if (endpoint.hasBodyParameters()) content->_value = parseJson(content->_bytes).value(); // it has been checked
    return content;
}

std::string BodyContent::asJson() const
{
    if (_json) return std::string(_bytes);
    return _bytes.size() <= 1024 && isUtf8(_bytes) ? quoted(_bytes) : "null";
}

const rapidjson::Value* BodyContent::find(std::string_view key) const
{
    const rapidjson::Value* found = nullptr;
    if (_value.IsObject())
        for (const auto& member : _value.GetObject())
            if (std::string_view(member.name.GetString(), member.name.GetStringLength()) == key) found = &member.value;
    return found;
}

bool BodyContent::holds(const Parameter& parameter) const
{
    return parameter.inBody() && (find(parameter.name) || (parameter.bareBody && _value.IsArray()));
}

} // namespace flyte_webhook::host
