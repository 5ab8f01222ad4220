#include "base64.h"
#include "convert.h"
#include "datetime.h"
#include "duration.h"
#include "number.h"
#include "utf8.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

using flyteidl2::core::Primitive;

namespace
{

Primitive& primitiveOf(Literal& literal) { return *literal.mutable_scalar()->mutable_primitive(); }

std::optional<Fit> convertInteger(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    const auto number = wholeNumber(value);
    if (!number || !number->isSigned) return refuseAsInteger(value, path, conversion);
    primitiveOf(literal).set_integer(number->value);
    return number->fit;
}

std::optional<Fit> convertFloat(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsNumber()) return conversion.mismatch(path, "number", value);
    primitiveOf(literal).set_float_value(value.GetDouble());
    return value.IsDouble() ? Fit::Exact : Fit::Widened;
}

std::optional<Fit> convertBoolean(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsBool()) return conversion.mismatch(path, "boolean", value);
    primitiveOf(literal).set_boolean(value.GetBool());
    return Fit::Exact;
}

std::optional<Fit> convertString(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsString()) return conversion.mismatch(path, "string", value);
    const auto text = textOf(value);
    if (!isUtf8(text)) return conversion.refuse(path, "expected string of Unicode characters, got one with a lone surrogate");
    primitiveOf(literal).set_string_value(text.data(), text.size());
    return Fit::Exact;
}

std::optional<Fit> convertDatetime(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    constexpr auto expected = "RFC 3339 datetime such as \"2026-03-04T05:06:07Z\"";
    if (!value.IsString()) return conversion.mismatch(path, expected, value);
    const auto time = parseDatetime(textOf(value));
    if (!time) return conversion.refuse(path, std::string("expected ") + expected + ", got \"" + shown(textOf(value)) + "\"");
    *primitiveOf(literal).mutable_datetime() = *time;
    return Fit::Converted;
}

std::optional<google::protobuf::Duration> readDuration(const Json& value)
{
    if (value.IsString()) return parseDuration(textOf(value));
    return value.IsInt64() ? durationOf(value.GetInt64()) : durationOf(value.GetDouble());
}

std::optional<Fit> convertDuration(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    constexpr auto expected = "duration of at most 10000 years: seconds as a number, or text such as \"90s\" or \"PT1M30S\"";
    if (!value.IsString() && !value.IsNumber()) return conversion.mismatch(path, expected, value);
    const auto duration = readDuration(value);
    if (!duration)
    {
        const auto came = value.IsString() ? "\"" + shown(textOf(value)) + "\"" : std::string("a number out of range");
        return conversion.refuse(path, std::string("expected ") + expected + ", got " + came);
    }
    *primitiveOf(literal).mutable_duration() = *duration;
    return Fit::Converted;
}

std::optional<Fit> convertNone(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsNull()) return conversion.mismatch(path, "null", value);
    literal.mutable_scalar()->mutable_none_type();
    return Fit::Exact;
}

std::optional<Fit> convertBinary(const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsString()) return conversion.mismatch(path, "base64 string", value);
    auto bytes = fromBase64(textOf(value));
    if (!bytes) return conversion.refuse(path, "expected padded base64, got a string that is none");
    literal.mutable_scalar()->mutable_binary()->set_value(std::move(*bytes));
    return Fit::Converted;
}

} // namespace

std::optional<Fit> convertSimple(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    switch (type.simple())
    {
    case flyteidl2::core::NONE: return convertNone(value, literal, path, conversion);
    case flyteidl2::core::INTEGER: return convertInteger(value, literal, path, conversion);
    case flyteidl2::core::FLOAT: return convertFloat(value, literal, path, conversion);
    case flyteidl2::core::STRING: return convertString(value, literal, path, conversion);
    case flyteidl2::core::BOOLEAN: return convertBoolean(value, literal, path, conversion);
    case flyteidl2::core::DATETIME: return convertDatetime(value, literal, path, conversion);
    case flyteidl2::core::DURATION: return convertDuration(value, literal, path, conversion);
    case flyteidl2::core::BINARY: return convertBinary(value, literal, path, conversion);
    case flyteidl2::core::STRUCT: return convertStruct(type, value, literal, path, conversion);
    default: return conversion.refuse(path, "is of a type that has no JSON form");
    }
}

std::optional<Fit> convertEnum(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsString()) return conversion.mismatch(path, describe(type), value);
    const auto text = textOf(value);
    const auto& values = type.enum_type().values();
    const auto found = std::find(values.begin(), values.end(), text);
    if (found == values.end()) return conversion.refuse(path, "expected " + describe(type) + ", got \"" + shown(text) + "\"");
    primitiveOf(literal).set_string_value(*found);
    return Fit::Exact;
}

} // namespace flyte_webhook::flyte
