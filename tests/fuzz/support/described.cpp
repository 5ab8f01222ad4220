#include "support/described.h"
#include "endpoints/endpoint_reader.h"
#include <deque>
#include <flyte_webhook/plugin/bytes.h>
#include <string>

namespace flyte_webhook::fuzz
{

namespace
{

/// The place of a letter in a list, counted from 1; 0 when it is not there.
std::uint32_t placeOf(char letter, std::string_view list)
{
    const auto place = list.find(letter);
    return place == list.npos ? 0 : static_cast<std::uint32_t>(place) + 1;
}

constexpr std::string_view fallbacks[] = {"", "text", "7", "0.5", "true", R"(["x"])", R"({"x":1})"};
constexpr std::string_view bounds[] = {
    "", R"({"minLength":2,"maxLength":3})", R"({"minimum":-5,"maximum":99})", R"({"minimum":0.5})", "{}", "{}", "{}"};
constexpr std::string_view choices[] = {
    "", R"({"enum":["on","off"]})", R"({"enum":[1,2]})", R"({"enum":[0.5,1e3]})", R"({"enum":[true]})", "{}", "{}"};

fw_parameter parameter(const std::string& name, std::string_view text)
{
    fw_parameter made{};
    made.size = sizeof made;
    made.name = toBytes(name);
    made.type = placeOf(text[0], "sinblo");
    made.place = placeOf(text[1], "-qbe");
    made.required = text[2] == 'r';
    made.has_fallback = text[2] == 'f';
    made.bare_body = text[2] == 'B';
    made.fallback = toBytes(fallbacks[made.type]);
    if (text[2] == 'c') made.schema = toBytes(bounds[made.type]);
    if (text[2] == 'e') made.schema = toBytes(choices[made.type]);
    return made;
}

} // namespace

std::optional<host::Endpoint> describedBy(std::string_view text)
{
    if (text.empty()) return std::nullopt;
    std::deque<std::string> names;
    std::deque<fw_parameter> parameters;
    std::vector<const fw_parameter*> list;
    fw_endpoint table{};
    table.body = placeOf(text.front(), "nor") - 1;
    for (text.remove_prefix(1); text.size() >= 3 && list.size() < 12; text.remove_prefix(3))
    {
        names.emplace_back(1, static_cast<char>('a' + list.size()));
        list.push_back(&parameters.emplace_back(parameter(names.back(), text)));
    }
    table.size = sizeof table;
    table.id = toBytes(std::string_view("endpoint"));
    table.method = toBytes(std::string_view("POST"));
    table.path = toBytes(std::string_view("/endpoint"));
    table.parameters = list.data();
    table.parameter_count = list.size();
    try
    {
        return host::readEndpoint(table, 0);
    }
    catch (const host::BadDescription&)
    {
        return std::nullopt;
    }
}

} // namespace flyte_webhook::fuzz
