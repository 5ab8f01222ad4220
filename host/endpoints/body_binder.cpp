#include "base/utf8.h"
#include "binder.h"
#include "member_text.h"
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

/// Why reading ended before its end.
const char* reason(rapidjson::ParseErrorCode code, rapidjson::ParseErrorCode problem)
{
    if (code != rapidjson::kParseErrorTermination) return rapidjson::GetParseError_En(code);
    return problem != rapidjson::kParseErrorNone ? rapidjson::GetParseError_En(problem) : "nested deeper than 128 levels";
}

/// Whether the JSON parses; tells what is wrong when not. The reader takes a NUL for the end, so what lies behind one is looked for.
bool check(std::string_view body, Checker& checker, ValidationErrors& errors)
{
    rapidjson::MemoryStream stream(body.data(), body.size());
    StrictJson<Checker> strict(checker);
    const auto result = rapidjson::Reader().Parse<jsonFlags>(stream, strict);
    if (!result)
        errors.addInvalidJson(result.Offset(), reason(result.Code(), strict.problem()));
    else if (stream.Tell() < body.size())
        errors.addInvalidJson(stream.Tell(), rapidjson::GetParseError_En(rapidjson::kParseErrorDocumentRootNotSingular));
    return result && stream.Tell() == body.size();
}

/// A body that is no JSON, for the answer; one that the answer will not show is not copied.
std::string textAsJson(std::string_view body) { return body.size() <= 1024 && isUtf8(body) ? quoted(body) : "null"; }

/// Tells each item of a list that is no string.
void refuseItems(const rapidjson::Value& list, const ValidationErrors::Location& place, ValidationErrors& errors)
{
    for (rapidjson::SizeType i = 0; i < list.Size(); ++i)
    {
        if (list[i].IsString()) continue;
        auto location = place;
        location.emplace_back(std::size_t{i});
        errors.add("string_type", location, "Input should be a valid string", toJson(list[i]));
    }
}

void bindMember(const Endpoint& endpoint, std::size_t index, std::string_view body, const rapidjson::Value& given, ParameterValues& values,
                ValidationErrors& errors)
{
    const auto& parameter = endpoint.parameters[index];
    if (parameter.type == FW_OBJECT && given.IsObject())
        return setChecked(endpoint, index, "body", std::string(memberText(body, parameter.name)), values, errors);
    if (auto text = fromJson(parameter.type, given)) return setChecked(endpoint, index, "body", *std::move(text), values, errors);
    if (parameter.type != FW_STRING_LIST || !given.IsArray()) return refuseType(endpoint, index, "body", toJson(given), values, errors);
    refuseItems(given, {"body", parameter.name}, errors);
    values.refuse(index);
}

void bindMembers(const Endpoint& endpoint, std::string_view body, const rapidjson::Value& object, ParameterValues& values,
                 ValidationErrors& errors)
{
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
    {
        const auto& parameter = endpoint.parameters[i];
        if (!parameter.inBody() || values.given(i)) continue;
        const rapidjson::Value* given = nullptr;
        for (const auto& member : object.GetObject()) // of a key that stands twice the last one counts
            if (std::string_view(member.name.GetString(), member.name.GetStringLength()) == parameter.name) given = &member.value;
        if (given && (!given->IsNull() || parameter.required)) bindMember(endpoint, i, body, *given, values, errors);
    }
}

void bindBareList(const Endpoint& endpoint, std::size_t index, const rapidjson::Value& list, ParameterValues& values,
                  ValidationErrors& errors)
{
    if (values.given(index)) return;
    if (auto text = fromJson(FW_STRING_LIST, list)) return setChecked(endpoint, index, "body", *std::move(text), values, errors);
    refuseItems(list, {"body"}, errors);
    values.refuse(index);
}

void bindParameters(const Endpoint& endpoint, std::string_view body, ParameterValues& values, ValidationErrors& errors)
{
    const auto document = parseJson(body).value(); // it has been checked
    if (document.IsObject()) return bindMembers(endpoint, body, document, values, errors);
    if (document.IsNull()) return;
    for (std::size_t i = 0; i < endpoint.parameters.size() && document.IsArray(); ++i)
        if (endpoint.parameters[i].bareBody) return bindBareList(endpoint, i, document, values, errors);
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
