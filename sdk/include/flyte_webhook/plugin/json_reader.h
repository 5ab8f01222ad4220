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

/// Stands between a RapidJSON reader with kParseNumbersAsStringsFlag and a handler, and reads the numbers: integers that have 64 bits, with
/// or without a sign, exactly, others as the nearest double. RapidJSON 1.1 itself reads a zero with a large exponent ("0e40", "0.0e-300")
/// as any number. A number that is beyond all doubles ends the reading. Thread: one at a time.
template <typename Handler> class ExactNumbers
{
public:
    explicit ExactNumbers(Handler& handler) : _handler(handler) {}

    bool Null() { return _handler.Null(); }
    bool Bool(bool value) { return _handler.Bool(value); }
    bool String(const char* text, rapidjson::SizeType size, bool copy) { return _handler.String(text, size, copy); }
    bool StartObject() { return _handler.StartObject(); }
    bool Key(const char* text, rapidjson::SizeType size, bool copy) { return _handler.Key(text, size, copy); }
    bool EndObject(rapidjson::SizeType count) { return _handler.EndObject(count); }
    bool StartArray() { return _handler.StartArray(); }
    bool EndArray(rapidjson::SizeType count) { return _handler.EndArray(count); }

    bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return number({text, size}); }

    /// Whether the reading ended at a number that is beyond all doubles.
    bool tooLarge() const { return _tooLarge; }

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
        _tooLarge = std::isinf(value);
        return !_tooLarge && _handler.Double(value);
    }

    Handler& _handler;
    bool _tooLarge = false;
};

/// Reads JSON as every body is read: UTF-8 is checked, depth takes no stack, numbers are exact (ExactNumbers). Nothing when it is no JSON,
/// or when anything stands behind it.
inline std::optional<rapidjson::Document> parseJson(std::string_view text)
{
    constexpr auto flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    bool whole = false;
    const auto read = [&](rapidjson::Document& document)
    {
        rapidjson::MemoryStream stream(text.data(), text.size());
        ExactNumbers<rapidjson::Document> exact(document);
        whole = rapidjson::Reader().Parse<flags>(stream, exact) && stream.Tell() == text.size(); // the reader takes a NUL for the end
        return whole;
    };
    std::optional<rapidjson::Document> document(std::in_place);
    document->Populate(read);
    if (!whole) document.reset();
    return document;
}

} // namespace flyte_webhook
