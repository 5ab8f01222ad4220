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

void raw(Writer& writer, const char* key, std::string_view json)
{
    writer.Key(key);
    writer.RawValue(json.data(), json.size(), rapidjson::kStringType);
}

struct PartWriter
{
    Writer& writer;
    void operator()(const std::string& name) const { writer.String(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
    void operator()(std::size_t place) const { writer.Uint64(place); }
};

} // namespace

void ValidationErrors::add(const char* type, const Location& location, std::string_view message, std::string_view inputJson,
                           std::string_view contextJson)
{
    if (_count == most) return;
    if (_count++) _buffer.Put(',');
    Writer writer(_buffer);
    writer.StartObject();
    field(writer, "type", type);
    writer.Key("loc");
    writer.StartArray();
    for (const auto& part : location) std::visit(PartWriter{writer}, part);
    writer.EndArray();
    field(writer, "msg", message);
    raw(writer, "input", inputJson.size() > longestInput ? "null" : inputJson);
    if (!contextJson.empty()) raw(writer, "ctx", contextJson);
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
