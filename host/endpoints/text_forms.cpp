#include "text_forms.h"
#include "base/utf8.h"
#include <Poco/String.h>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace flyte_webhook::host
{

namespace
{

/// What FastAPI's clients may write around a number: white space and a plus.
std::string_view bareNumber(std::string_view text)
{
    constexpr std::string_view space = " \t\n\v\f\r";
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    text.remove_suffix(text.size() - std::min(text.find_last_not_of(space) + 1, text.size()));
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
    return text;
}

/// Without a fraction of zeros: "3.0" is an integer to FastAPI, "3." is none.
std::string_view withoutZeroFraction(std::string_view text)
{
    const auto point = text.find('.');
    const bool zeros = point != text.npos && point > 0 && point + 1 < text.size() && text.find_first_not_of('0', point + 1) == text.npos;
    return zeros ? text.substr(0, point) : text;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<std::int64_t> parseInteger(std::string_view text) { return wholeNumber(withoutZeroFraction(bareNumber(text))); }

std::optional<double> parseNumber(std::string_view text)
{
    text = bareNumber(text);
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::string> parseBoolean(std::string_view text)
{
    const auto lower = Poco::toLower(std::string(text));
    for (const char* yes : {"true", "1", "yes", "on", "y", "t"})
        if (lower == yes) return "true";
    for (const char* no : {"false", "0", "no", "off", "n", "f"})
        if (lower == no) return "false";
    return std::nullopt;
}

bool isListOfStrings(const rapidjson::Value& value)
{
    if (!value.IsArray()) return false;
    for (const auto& item : value.GetArray())
        if (!item.IsString()) return false;
    return true;
}

std::optional<std::string> integerFromJson(const rapidjson::Value& value)
{
    if (value.IsInt64()) return std::to_string(value.GetInt64());
    if (!value.IsDouble()) return std::nullopt;
    // The bounds themselves are out: an integer beyond 64 bits arrives rounded to one of them.
    const double number = value.GetDouble();
    if (std::trunc(number) == number && number > -0x1p63 && number < 0x1p63) return std::to_string(static_cast<std::int64_t>(number));
    return std::nullopt;
}

int hexDigit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

std::optional<std::string> fromQueryText(fw_type type, std::string_view text)
{
    switch (type)
    {
    case FW_STRING: return std::string(text);
    case FW_BOOLEAN: return parseBoolean(text);
    case FW_INTEGER:
        if (const auto value = parseInteger(text)) return std::to_string(*value);
        return std::nullopt;
    case FW_NUMBER:
        if (const auto value = parseNumber(text)) return printNumber(*value);
        return std::nullopt;
    case FW_STRING_LIST:
    case FW_OBJECT: break;
    }
    return std::nullopt;
}

std::optional<std::string> fromJson(fw_type type, const rapidjson::Value& value)
{
    switch (type)
    {
    case FW_STRING:
        if (value.IsString()) return std::string(value.GetString(), value.GetStringLength());
        break;
    case FW_BOOLEAN:
        if (value.IsBool()) return value.GetBool() ? "true" : "false";
        break;
    case FW_INTEGER: return integerFromJson(value);
    case FW_NUMBER:
        if (value.IsNumber()) return printNumber(value.GetDouble());
        break;
    case FW_STRING_LIST:
        if (isListOfStrings(value)) return toJson(value);
        break;
    case FW_OBJECT:
        if (value.IsObject()) return toJson(value);
        break;
    }
    return std::nullopt;
}

bool isTextForm(fw_type type, std::string_view text)
{
    if (type == FW_STRING) return true;
    if (type == FW_BOOLEAN) return text == "true" || text == "false";
    if (type == FW_INTEGER) return wholeNumber(text).has_value();
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    if (document.HasParseError()) return false;
    if (type == FW_NUMBER) return document.IsNumber() && text == bareNumber(text);
    return type == FW_OBJECT ? document.IsObject() : isListOfStrings(document);
}

const char* typeName(fw_type type)
{
    switch (type)
    {
    case FW_STRING: return "string";
    case FW_INTEGER: return "integer";
    case FW_NUMBER: return "number";
    case FW_BOOLEAN: return "boolean";
    case FW_STRING_LIST: return "array";
    case FW_OBJECT: return "object";
    }
    return "unknown";
}

double numberOf(std::string_view text) { return parseNumber(text).value_or(0); }

std::string printNumber(double value)
{
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

std::size_t characters(std::string_view text) noexcept
{
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

bool isText(std::string_view bytes) noexcept { return bytes.find('\0') == bytes.npos && isUtf8(bytes); }

std::string toJson(const rapidjson::Value& value)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return std::string(buffer.GetString(), buffer.GetSize());
}

std::string percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low >= 0)
        {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
        else
            decoded += plusIsSpace && text[i] == '+' ? ' ' : text[i];
    }
    return decoded;
}

} // namespace flyte_webhook::host
