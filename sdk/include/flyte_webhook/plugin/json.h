#pragma once
#include <cmath>
#include <cstdint>
#include <exception>
#include <optional>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string_view>
#include <type_traits>

namespace flyte_webhook
{

/// The stream that JSON is written to: one buffer, no tree. Thread: one at a time.
using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator,
                                     rapidjson::kWriteDefaultFlags>;

class JsonArray;

/// Writes one scalar: null, bool, a number or text. A number that JSON cannot write, NaN or an infinity, becomes null.
template <typename T> void writeJsonScalar(JsonWriter& writer, const T& value)
{
    if constexpr (std::is_same_v<T, std::nullptr_t>)
        writer.Null();
    else if constexpr (std::is_same_v<T, bool>)
        writer.Bool(value);
    else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>)
        writer.Int64(value);
    else if constexpr (std::is_integral_v<T>)
        writer.Uint64(value);
    else if constexpr (std::is_floating_point_v<T>)
        std::isfinite(value) ? writer.Double(value) : writer.Null();
    else
    {
        const std::string_view text(value);
        writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    }
}

template <typename T> void writeJsonScalar(JsonWriter& writer, const std::optional<T>& value)
{
    value ? writeJsonScalar(writer, *value) : static_cast<void>(writer.Null());
}

/// A JSON object being written; it closes when it ends. Of two that are open at a time only the inner one may be written to.
class JsonObject
{
public:
    explicit JsonObject(JsonWriter& writer) : _writer(&writer) { _writer->StartObject(); }
    JsonObject(JsonObject&& other) noexcept : _writer(other._writer) { other._writer = nullptr; }
    JsonObject& operator=(JsonObject&&) = delete;
    ~JsonObject()
    {
        if (_writer && std::uncaught_exceptions() == _exceptions) _writer->EndObject(); // a failed handler's half-written JSON is dropped
    }

    /// One key with a scalar: null, bool, a number, text or an optional of these.
    template <typename T> JsonObject& field(std::string_view name, const T& value)
    {
        key(name);
        writeJsonScalar(*_writer, value);
        return *this;
    }

    JsonObject object(std::string_view name) { return JsonObject(key(name)); }
    JsonArray array(std::string_view name);

    /// Writes a key; exactly one value must be written to the returned writer next.
    JsonWriter& key(std::string_view name)
    {
        _writer->Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        return *_writer;
    }

private:
    JsonWriter* _writer;
    int _exceptions = std::uncaught_exceptions();
};

/// A JSON array being written; it closes when it ends.
class JsonArray
{
public:
    explicit JsonArray(JsonWriter& writer) : _writer(&writer) { _writer->StartArray(); }
    JsonArray(JsonArray&& other) noexcept : _writer(other._writer) { other._writer = nullptr; }
    JsonArray& operator=(JsonArray&&) = delete;
    ~JsonArray()
    {
        if (_writer && std::uncaught_exceptions() == _exceptions) _writer->EndArray(); // a failed handler's half-written JSON is dropped
    }

    template <typename T> JsonArray& add(const T& value)
    {
        writeJsonScalar(*_writer, value);
        return *this;
    }

    JsonObject object() { return JsonObject(*_writer); }
    JsonArray array() { return JsonArray(*_writer); }

private:
    JsonWriter* _writer;
    int _exceptions = std::uncaught_exceptions();
};

inline JsonArray JsonObject::array(std::string_view name) { return JsonArray(key(name)); }

} // namespace flyte_webhook
