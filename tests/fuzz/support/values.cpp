#include "support/values.h"
#include "support/input.h"
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/stubs/logging.h>

namespace flyte_webhook::fuzz
{

namespace
{

[[maybe_unused]] const auto loud = google::protobuf::SetLogHandler(nullptr); // a line for each text that is no UTF-8 fills disks

void fill(google::protobuf::Value& value, const rapidjson::Value& from)
{
    if (from.IsNull()) value.set_null_value(google::protobuf::NULL_VALUE);
    if (from.IsBool()) value.set_bool_value(from.GetBool());
    if (from.IsNumber()) value.set_number_value(from.GetDouble());
    if (from.IsString()) value.set_string_value(from.GetString(), from.GetStringLength());
    if (from.IsArray())
    {
        value.mutable_list_value();
        for (const auto& item : from.GetArray()) fill(*value.mutable_list_value()->add_values(), item);
    }
    if (from.IsObject())
    {
        auto& fields = *value.mutable_struct_value()->mutable_fields();
        for (const auto& member : from.GetObject())
            fill(fields[std::string(member.name.GetString(), member.name.GetStringLength())], member.value);
    }
}

core::LiteralType structBy(std::string_view schema)
{
    core::LiteralType type;
    type.set_simple(core::STRUCT);
    const auto json = parseJson(schema);
    if (!json || !json->IsObject()) return type;
    google::protobuf::Value value;
    fill(value, *json);
    *type.mutable_metadata() = value.struct_value();
    return type;
}

class TypeReader
{
public:
    TypeReader(std::string_view& text, std::string_view schema) : _text(text), _schema(schema) {}

    core::LiteralType read(int levels)
    {
        core::LiteralType type;
        if (_text.empty() || levels == 0) return type;
        const char letter = _text.front();
        _text.remove_prefix(1);
        constexpr std::string_view letters = "0ifsbtdB_S"; // by core::SimpleType
        if (const auto simple = letters.find(letter); simple != letters.npos && letter != '_')
        {
            if (letter == 'S') return structBy(_schema);
            type.set_simple(static_cast<core::SimpleType>(simple));
            return type;
        }
        readOther(letter, type, levels);
        return type;
    }

private:
    void readOther(char letter, core::LiteralType& type, int levels)
    {
        switch (letter)
        {
        case 'l': *type.mutable_collection_type() = read(levels - 1); break;
        case 'm': *type.mutable_map_value_type() = read(levels - 1); break;
        case 'u': readVariants(*type.mutable_union_type(), levels); break;
        case 'e':
            for (const char* value : {"A", "B", ""}) type.mutable_enum_type()->add_values(value);
            break;
        case 'o': type.mutable_blob(); break;
        case 'O': type.mutable_blob()->set_dimensionality(core::BlobType::MULTIPART); break;
        case 'D': type.mutable_structured_dataset_type(); break;
        case 'C': type.mutable_schema(); break;
        default: break;
        }
    }

    void readVariants(core::UnionType& type, int levels)
    {
        // At the last level nothing would be read, and so no end be found.
        while (levels > 1 && !_text.empty() && _text.front() != '.') *type.add_variants() = read(levels - 1);
        _text.remove_prefix(_text.empty() ? 0 : 1);
    }

    std::string_view& _text;
    const std::string_view _schema;
};

} // namespace

core::LiteralType typeBy(std::string_view& text, std::string_view schema) { return TypeReader(text, schema).read(130); }

std::string written(const core::Literal& literal, const core::LiteralType* type)
{
    auto json = jsonOf([&](JsonWriter& writer) { flyte::writeLiteral(writer, literal, type); });
    require(parseJson(json).has_value(), "what is written for a literal is JSON in UTF-8", json);
    return json;
}

std::string bytesOf(const google::protobuf::MessageLite& message)
{
    std::string bytes;
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    require(message.SerializeToCodedStream(&coded), "a message can be written");
    coded.Trim();
    return bytes;
}

} // namespace flyte_webhook::fuzz
