#pragma once
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>
#include <string>
#include <string_view>

namespace flyte_webhook
{

/// The number that a JSON text has as a double, the nearest one. Infinite when it is beyond all of them. `text` must be a JSON number.
inline double readDouble(std::string_view text)
{
    double value = 0;
    const auto error = std::from_chars(text.data(), text.data() + text.size(), value).ec;
    return error == std::errc() ? value : std::strtod(std::string(text).c_str(), nullptr); // that one tells too large from too small
}

/// Stands between a RapidJSON reader with kParseNumbersAsStringsFlag and a handler, and does what RapidJSON 1.1 does not do right. Numbers:
/// integers that have 64 bits, with or without a sign, are read exactly, others as the nearest double (of itself it reads "0e40" as any
/// number). Texts: they are UTF-8, also where escapes make them (of itself it takes "\udc00"). What cannot be read ends the reading, with
/// kParseErrorTermination. Thread: one at a time.
template <typename Handler> class StrictJson
{
public:
    explicit StrictJson(Handler& handler) : _handler(handler) {}

    bool Null() { return _handler.Null(); }
    bool Bool(bool value) { return _handler.Bool(value); }
    bool String(const char* text, rapidjson::SizeType size, bool copy) { return isText({text, size}) && _handler.String(text, size, copy); }
    bool StartObject() { return _handler.StartObject(); }
    bool Key(const char* text, rapidjson::SizeType size, bool copy) { return isText({text, size}) && _handler.Key(text, size, copy); }
    bool EndObject(rapidjson::SizeType count) { return _handler.EndObject(count); }
    bool StartArray() { return _handler.StartArray(); }
    bool EndArray(rapidjson::SizeType count) { return _handler.EndArray(count); }

    bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return number({text, size}); }

    /// Why this ended the reading; kParseErrorNone: it did not.
    rapidjson::ParseErrorCode problem() const { return _problem; }

    // A reader with that flag never calls these.
    bool Int(int value) { return _handler.Int(value); }
    bool Uint(unsigned value) { return _handler.Uint(value); }
    bool Int64(std::int64_t value) { return _handler.Int64(value); }
    bool Uint64(std::uint64_t value) { return _handler.Uint64(value); }
    bool Double(double value) { return _handler.Double(value); }

private:
    template <typename Integer> static std::optional<Integer> whole(std::string_view text)
    {
        Integer value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
    }

    bool number(std::string_view text)
    {
        if (const auto value = whole<std::int64_t>(text)) return _handler.Int64(*value);
        if (const auto value = whole<std::uint64_t>(text)) return _handler.Uint64(*value);
        const auto value = readDouble(text);
        return std::isinf(value) ? end(rapidjson::kParseErrorNumberTooBig) : _handler.Double(value);
    }

    /// The bytes themselves have been checked; an escape can still have made half a surrogate pair of them.
    bool isText(std::string_view text)
    {
        for (auto place = text.find('\xED'); place != text.npos && place + 1 < text.size(); place = text.find('\xED', place + 1))
            if (static_cast<unsigned char>(text[place + 1]) >= 0xA0) return end(rapidjson::kParseErrorStringUnicodeSurrogateInvalid);
        return true;
    }

    bool end(rapidjson::ParseErrorCode problem)
    {
        _problem = problem;
        return false;
    }

    Handler& _handler;
    rapidjson::ParseErrorCode _problem = rapidjson::kParseErrorNone;
};

/// Reads JSON as every body is read: UTF-8 is checked, depth takes no stack, numbers are exact (StrictJson). Nothing when it is no JSON,
/// or when anything stands behind it.
inline std::optional<rapidjson::Document> parseJson(std::string_view text)
{
    constexpr auto flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    bool whole = false;
    const auto read = [&](rapidjson::Document& document)
    {
        rapidjson::MemoryStream stream(text.data(), text.size());
        StrictJson<rapidjson::Document> strict(document);
        whole = rapidjson::Reader().Parse<flags>(stream, strict) && stream.Tell() == text.size(); // the reader takes a NUL for the end
        return whole;
    };
    std::optional<rapidjson::Document> document(std::in_place);
    document->Populate(read);
    if (!whole) document.reset();
    return document;
}

} // namespace flyte_webhook
