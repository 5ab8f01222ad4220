#include "schema_limits.h"
#include "exact_number.h"
#include "members.h"
#include "words.h"
#include "write.h"
#include "written_json.h"
#include <algorithm>
#include <cmath>

namespace flyte_webhook::flyte
{

namespace
{

struct Limit
{
    const char* keyword;
    bool (*keeps)(long double, long double);
    const char* words;
};

bool atLeast(long double value, long double limit) { return value >= limit; }
bool atMost(long double value, long double limit) { return value <= limit; }
bool above(long double value, long double limit) { return value > limit; }
bool below(long double value, long double limit) { return value < limit; }
bool isMultiple(long double value, long double divisor) { return std::fmod(value, divisor) == 0; }

constexpr Limit ofNumbers[] = {{"minimum", atLeast, "a number of at least "},
                               {"maximum", atMost, "a number of at most "},
                               {"exclusiveMinimum", above, "a number above "},
                               {"exclusiveMaximum", below, "a number below "},
                               {"multipleOf", isMultiple, "a multiple of "}};
constexpr Limit ofTexts[] = {{"minLength", atLeast, "at least "}, {"maxLength", atMost, "at most "}};
constexpr Limit ofLists[] = {{"minItems", atLeast, "at least "}, {"maxItems", atMost, "at most "}};
constexpr Limit ofObjects[] = {{"minProperties", atLeast, "at least "}, {"maxProperties", atMost, "at most "}};

std::string numberText(double number)
{
    return writtenText([&](JsonWriter& writer) { writeNumber(writer, number); });
}

/// The limit that is broken, if one is; `size` is asked for where there is a limit.
template <std::size_t count, typename Size>
std::optional<std::string> broken(const Limit (&limits)[count], const Schema& schema, Size size, const std::string& unit = {})
{
    for (const auto& limit : limits)
        if (const auto bound = schema.number(limit.keyword); bound && !limit.keeps(size(), *bound))
            return "expected " + std::string(limit.words) + numberText(*bound) +
                   (unit.empty() ? unit : unit + ", got " + std::to_string(static_cast<std::size_t>(size())));
    return std::nullopt;
}

std::size_t charactersOf(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

} // namespace

std::optional<std::string> brokenLimit(const Schema& schema, const Json& value)
{
    if (value.IsNumber()) return broken(ofNumbers, schema, [&] { return exact(value); });
    if (value.IsString())
        return broken(
            ofTexts, schema, [&] { return charactersOf(textOf(value)); }, " characters");
    if (value.IsArray())
        return broken(
            ofLists, schema, [&] { return value.Size(); }, " elements");
    if (value.IsObject())
        return broken(
            ofObjects, schema, [&] { return membersOf(value).size(); }, " keys");
    return std::nullopt;
}

} // namespace flyte_webhook::flyte
