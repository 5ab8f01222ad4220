#include "binder.h"
#include "text_forms.h"
#include <Poco/String.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace flyte_webhook::host
{

namespace
{

constexpr unsigned jsonFlags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
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
bool isJson(std::string_view contentType)
{
    const auto end = contentType.find(';');
    const auto type = Poco::toLower(Poco::trim(std::string(contentType.substr(0, end))));
    const std::string_view suffix = "+json";
    return type == "application/json" || (type.size() > suffix.size() && type.compare(0, 12, "application/") == 0 &&
                                          type.compare(type.size() - suffix.size(), suffix.size(), suffix) == 0);
}

void addNoObject(std::string_view inputJson, ValidationErrors& errors)
{
    errors.add("dict_type", {"body"}, "Input should be a valid dictionary", inputJson);
}

/// Whether the JSON parses; tells what is wrong when not.
bool check(std::string_view body, Checker& checker, ValidationErrors& errors)
{
    rapidjson::MemoryStream stream(body.data(), body.size());
    rapidjson::Reader reader;
    const auto result = reader.Parse<jsonFlags>(stream, checker);
    if (!result) // the handler ends the reading only for depth
        errors.addInvalidJson(result.Offset(), result.Code() == rapidjson::kParseErrorTermination
                                                   ? "nested deeper than 128 levels"
                                                   : rapidjson::GetParseError_En(result.Code()));
    return !result.IsError();
}

std::string textAsJson(std::string_view body) { return isText(body) ? quoted(body) : "null"; }

void bindMembers(const Endpoint& endpoint, const rapidjson::Value& object, ParameterValues& values, ValidationErrors& errors)
{
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
    {
        const auto& parameter = endpoint.parameters[i];
        if (!parameter.inBody() || values.has(i)) continue;
        const rapidjson::Value* given = nullptr;
        for (const auto& member : object.GetObject()) // of a key that stands twice the last one counts
            if (std::string_view(member.name.GetString(), member.name.GetStringLength()) == parameter.name) given = &member.value;
        if (!given || (given->IsNull() && !parameter.required)) continue;
        if (auto text = fromJson(parameter.type, *given))
            setChecked(endpoint, i, "body", *std::move(text), values, errors);
        else
            addTypeError(parameter, "body", toJson(*given), errors);
    }
}

void bindParameters(const Endpoint& endpoint, std::string_view body, ParameterValues& values, ValidationErrors& errors)
{
    rapidjson::Document document;
    document.Parse<jsonFlags>(body.data(), body.size());
    if (document.IsObject()) return bindMembers(endpoint, document, values, errors);
    if (document.IsNull()) return;
    for (std::size_t i = 0; i < endpoint.parameters.size() && document.IsArray(); ++i)
    {
        if (!endpoint.parameters[i].bareBody) continue;
        if (values.has(i)) return;
        if (auto text = fromJson(FW_STRING_LIST, document)) return setChecked(endpoint, i, "body", *std::move(text), values, errors);
        return addTypeError(endpoint.parameters[i], "body", body, errors);
    }
    addNoObject(body, errors);
}

} // namespace

void bindBody(const Endpoint& endpoint, std::string_view contentType, std::string_view body, ParameterValues& values,
              ValidationErrors& errors)
{
    const bool object = endpoint.body == FW_BODY_OBJECT;
    if (!object && !endpoint.hasBodyParameters()) return;
    if (body.empty())
    {
        if (object) errors.add("missing", {"body"}, "Field required");
        return;
    }
    if (!isJson(contentType)) return addNoObject(textAsJson(body), errors);
    Checker checker;
    if (!check(body, checker, errors)) return;
    if (object && !checker.isObject())
        addNoObject(body, errors);
    else if (endpoint.hasBodyParameters())
        bindParameters(endpoint, body, values, errors);
}

} // namespace flyte_webhook::host
