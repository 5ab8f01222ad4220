#include "query_text.h"
#include <flyte_webhook/flyte/percent.h>
#include <rapidjson/document.h>
#include <unordered_map>

namespace flyte_webhook::app
{

namespace
{

/// As a form is encoded: a space becomes a plus.
std::string formEncoded(std::string_view text)
{
    auto encoded = flyte::percentEncoded(text, " ", false);
    for (char& c : encoded)
        if (c == ' ') c = '+';
    return encoded;
}

std::string_view textOf(const rapidjson::Value& text) { return {text.GetString(), text.GetStringLength()}; }

/// Writes the pairs of a query.
class QueryWriter
{
public:
    void addMember(std::string_view name, const rapidjson::Value& value)
    {
        if (!value.IsArray()) return add(name, value);
        for (const auto& item : value.GetArray()) add(name, item);
    }

    std::string take() { return std::move(_text); }

private:
    void add(std::string_view name, const rapidjson::Value& value)
    {
        if (value.IsObject() || value.IsArray())
            throw InvalidParameter({"body", "query_params", std::string(name)},
                                   "a query parameter is a text, a number, true, false, null or a list of these");
        (_text += _text.empty() ? "" : "&") += formEncoded(name) + "=";
        if (value.IsString()) _text += formEncoded(textOf(value));
        if (value.IsBool()) _text += value.GetBool() ? "true" : "false";
    }

    std::string _text;
};

} // namespace

std::string queryText(std::string_view json)
{
    // Numbers are read as the texts that they are: what is written is what is sent.
    constexpr auto flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
    rapidjson::Document document;
    document.Parse<flags>(json.data(), json.size());
    if (!document.IsObject()) throw InvalidParameter({"body", "query_params"}, "it must be an object");

    // Of a key that stands twice the last one counts, as everywhere in a body.
    std::unordered_map<std::string_view, const rapidjson::Value*> last;
    for (const auto& member : document.GetObject()) last[textOf(member.name)] = &member.value;
    QueryWriter query;
    ParameterChecks checks;
    for (const auto& member : document.GetObject())
        if (last[textOf(member.name)] == &member.value) checks.run([&] { query.addMember(textOf(member.name), member.value); });
    checks.finish();
    return query.take();
}

} // namespace flyte_webhook::app
