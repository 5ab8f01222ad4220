#include "base64.h"
#include "problem.h"
#include "utf8.h"
#include "write.h"
#include <charconv>
#include <cstdint>
#include <msgpack/null_visitor.hpp>
#include <msgpack/parse.hpp>
#include <msgpack/unpack.hpp>
#include <string>

namespace flyte_webhook::flyte
{

namespace
{

/// Looks through msgpack without writing anything: a writer cannot take back what it has written.
class Checker : public msgpack::null_visitor
{
public:
    bool visit_str(const char* text, std::uint32_t size) { return isUtf8({text, size}); }
    bool visit_ext(const char*, std::uint32_t) { return !_inKey; }
    bool start_array(std::uint32_t) { return enter(); }
    bool start_map(std::uint32_t) { return enter(); }
    bool end_array() { return leave(); }
    bool end_map() { return leave(); }
    bool start_map_key() { return _inKey = true; }
    bool end_map_key()
    {
        _inKey = false;
        return true;
    }

private:
    bool enter() { return !_inKey && ++_depth <= maxDepth; }
    bool leave()
    {
        --_depth;
        return true;
    }

    std::size_t _depth = 0;
    bool _inKey = false;
};

/// Writes what it visits. A key that is no text is written as the text that JSON would have for it.
class Writing : public msgpack::null_visitor
{
public:
    explicit Writing(JsonWriter& writer) : _writer(writer) {}

    bool visit_nil() { return _inKey ? key("null") : _writer.Null(); }
    bool visit_boolean(bool value) { return _inKey ? key(value ? "true" : "false") : _writer.Bool(value); }
    bool visit_positive_integer(std::uint64_t value) { return _inKey ? key(std::to_string(value)) : _writer.Uint64(value); }
    bool visit_negative_integer(std::int64_t value) { return _inKey ? key(std::to_string(value)) : _writer.Int64(value); }
    bool visit_float32(float value) { return visit_float64(value); }
    bool visit_float64(double value)
    {
        if (!_inKey) return writeDouble(_writer, value), true;
        char text[32];
        return key({text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text)});
    }
    bool visit_str(const char* text, std::uint32_t size) { return _inKey ? key({text, size}) : _writer.String(text, size); }
    bool visit_bin(const char* bytes, std::uint32_t size) { return visitText(toBase64({bytes, size})); }

    /// The first byte is the extension's type.
    bool visit_ext(const char* bytes, std::uint32_t size)
    {
        const auto type = "msgpack extension " + std::to_string(static_cast<std::int8_t>(bytes[0]));
        writeUnshowable(_writer, type, {bytes + 1, size - 1});
        return true;
    }

    bool start_array(std::uint32_t) { return _writer.StartArray(); }
    bool end_array() { return _writer.EndArray(); }
    bool start_map(std::uint32_t) { return _writer.StartObject(); }
    bool end_map() { return _writer.EndObject(); }
    bool start_map_key() { return _inKey = true; }
    bool end_map_key()
    {
        _inKey = false;
        return true;
    }

private:
    bool key(std::string_view text) { return _writer.Key(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
    bool visitText(const std::string& text) { return visit_str(text.data(), static_cast<std::uint32_t>(text.size())); }

    JsonWriter& _writer;
    bool _inKey = false;
};

template <typename Visitor> bool visitAll(std::string_view bytes, Visitor& visitor)
{
    std::size_t offset = 0;
    return msgpack::parse(bytes.data(), bytes.size(), offset, visitor) && offset == bytes.size();
}

} // namespace

bool isShowableMsgpack(std::string_view bytes)
{
    Checker checker;
    return visitAll(bytes, checker);
}

void writeMsgpack(JsonWriter& writer, std::string_view bytes)
{
    Writing writing(writer);
    visitAll(bytes, writing);
}

} // namespace flyte_webhook::flyte
