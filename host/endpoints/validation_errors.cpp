#include "validation_errors.h"

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t longestInput = 1024, most = 100;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void field(Writer& writer, const char* key, std::string_view value)
{
    writer.Key(key);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

struct PartWriter
{
    Writer& writer;
    void operator()(const std::string& name) const { writer.String(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
    void operator()(std::size_t place) const { writer.Uint64(place); }
};

} // namespace

void ValidationErrors::add(const char* type, const Location& location, std::string_view message, std::string_view inputJson)
{
    if (!next()) return;
    Writer writer(_buffer);
    writer.StartObject();
    field(writer, "type", type);
    writer.Key("loc");
    writer.StartArray();
    for (const auto& part : location) std::visit(PartWriter{writer}, part);
    writer.EndArray();
    field(writer, "msg", message);
    writer.Key("input");
    if (inputJson.size() > longestInput) inputJson = "null";
    writer.RawValue(inputJson.data(), inputJson.size(), rapidjson::kStringType);
    writer.EndObject();
}

bool ValidationErrors::next()
{
    if (_count == most) return false;
    if (_count++) _buffer.Put(',');
    return true;
}

void ValidationErrors::addInvalidJson(std::size_t offset, std::string_view reason)
{
    if (!next()) return;
    Writer writer(_buffer);
    writer.StartObject();
    field(writer, "type", "json_invalid");
    writer.Key("loc");
    writer.StartArray();
    writer.String("body");
    writer.Uint64(offset);
    writer.EndArray();
    field(writer, "msg", "JSON decode error");
    writer.Key("input");
    writer.StartObject();
    writer.EndObject();
    writer.Key("ctx");
    writer.StartObject();
    field(writer, "error", reason);
    writer.EndObject();
    writer.EndObject();
}

std::string ValidationErrors::body() const { return R"({"detail":[)" + std::string(_buffer.GetString(), _buffer.GetSize()) + "]}"; }

std::string quoted(std::string_view text)
{
    rapidjson::StringBuffer buffer;
    Writer(buffer).String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    return std::string(buffer.GetString(), buffer.GetSize());
}

} // namespace flyte_webhook::host
