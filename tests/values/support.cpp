#include "support.h"
#include "flyteidl2/core/interface.pb.h"
#include <flyte_webhook/flyte/json_schema.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>

namespace values_test
{

namespace
{

void fill(google::protobuf::Value& value, const rapidjson::Value& from)
{
    if (from.IsNull()) value.set_null_value(google::protobuf::NULL_VALUE);
    if (from.IsBool()) value.set_bool_value(from.GetBool());
    if (from.IsNumber()) value.set_number_value(from.GetDouble());
    if (from.IsString()) value.set_string_value(from.GetString());
    if (from.IsArray())
    {
        value.mutable_list_value();
        for (const auto& item : from.GetArray()) fill(*value.mutable_list_value()->add_values(), item);
    }
    if (from.IsObject())
    {
        auto& fields = *value.mutable_struct_value()->mutable_fields();
        for (const auto& member : from.GetObject()) fill(fields[member.name.GetString()], member.value);
    }
}

std::string written(const core::Literal& literal, const core::LiteralType* type)
{
    rapidjson::StringBuffer buffer;
    flyte_webhook::JsonWriter writer(buffer);
    flyte::writeLiteral(writer, literal, type);
    CPPUNIT_ASSERT_MESSAGE(buffer.GetString(), writer.IsComplete());
    json({buffer.GetString(), buffer.GetSize()});
    return {buffer.GetString(), buffer.GetSize()};
}

} // namespace

rapidjson::Document json(std::string_view text)
{
    rapidjson::Document document;
    constexpr auto flags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
    document.Parse<flags>(text.data(), text.size());
    CPPUNIT_ASSERT_MESSAGE("no JSON: " + std::string(text.substr(0, 200)), !document.HasParseError());
    return document;
}

std::string jsonOf(const rapidjson::Value& value)
{
    rapidjson::StringBuffer buffer;
    flyte_webhook::JsonWriter writer(buffer);
    value.Accept(writer);
    return buffer.GetString();
}

core::LiteralType simple(core::SimpleType type, const std::string& tag)
{
    core::LiteralType made;
    made.set_simple(type);
    if (!tag.empty()) made.mutable_structure()->set_tag(tag);
    return made;
}

core::LiteralType listOf(const core::LiteralType& element)
{
    core::LiteralType made;
    *made.mutable_collection_type() = element;
    return made;
}

core::LiteralType mapOf(const core::LiteralType& element)
{
    core::LiteralType made;
    *made.mutable_map_value_type() = element;
    return made;
}

core::LiteralType unionOf(const std::vector<core::LiteralType>& variants)
{
    core::LiteralType made;
    made.mutable_union_type();
    for (const auto& variant : variants) *made.mutable_union_type()->add_variants() = variant;
    return made;
}

core::LiteralType enumOf(const std::vector<std::string>& values)
{
    core::LiteralType made;
    for (const auto& value : values) made.mutable_enum_type()->add_values(value);
    return made;
}

core::LiteralType blob(core::BlobType::BlobDimensionality dimensionality)
{
    core::LiteralType type;
    type.mutable_blob()->set_dimensionality(dimensionality);
    return type;
}

core::LiteralType table()
{
    core::LiteralType type;
    type.mutable_structured_dataset_type();
    return type;
}

core::LiteralType structOf(std::string_view schema)
{
    auto made = simple(core::STRUCT);
    if (schema.empty()) return made;
    google::protobuf::Value value;
    fill(value, json(schema));
    *made.mutable_metadata() = value.struct_value();
    return made;
}

core::Literal integer(std::int64_t value)
{
    core::Literal made;
    made.mutable_scalar()->mutable_primitive()->set_integer(value);
    return made;
}

core::Literal number(double value)
{
    core::Literal made;
    made.mutable_scalar()->mutable_primitive()->set_float_value(value);
    return made;
}

core::Literal text(const std::string& value)
{
    core::Literal made;
    made.mutable_scalar()->mutable_primitive()->set_string_value(value);
    return made;
}

core::Literal boolean(bool value)
{
    core::Literal made;
    made.mutable_scalar()->mutable_primitive()->set_boolean(value);
    return made;
}

core::Literal none()
{
    core::Literal made;
    made.mutable_scalar()->mutable_none_type();
    return made;
}

core::Literal binary(const std::string& value, const std::string& tag)
{
    core::Literal made;
    made.mutable_scalar()->mutable_binary()->set_value(value);
    made.mutable_scalar()->mutable_binary()->set_tag(tag);
    return made;
}

std::string bytesOf(const google::protobuf::MessageLite& message)
{
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        CPPUNIT_ASSERT(message.SerializeToCodedStream(&coded));
    }
    return bytes;
}

void assertSame(const google::protobuf::MessageLite& expected, const google::protobuf::MessageLite& came, std::string_view what)
{
    CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(what), bytesOf(expected), bytesOf(came));
}

core::Literal in(const core::LiteralType& type, std::string_view text)
{
    try
    {
        return flyte::toLiteral(type, json(text), "x");
    }
    catch (const flyte_webhook::InvalidArgument& error)
    {
        CPPUNIT_FAIL(std::string(text) + ": " + error.what());
        throw;
    }
}

std::string refusal(const core::LiteralType& type, std::string_view text)
{
    try
    {
        flyte::toLiteral(type, json(text), "x");
    }
    catch (const flyte_webhook::InvalidArgument& error)
    {
        return error.what();
    }
    CPPUNIT_FAIL("taken: " + std::string(text.substr(0, 200)));
    return {};
}

void assertHolds(const std::string& text, const std::vector<std::string>& parts)
{
    for (const auto& part : parts) CPPUNIT_ASSERT_MESSAGE("no \"" + part + "\" in: " + text, text.find(part) != std::string::npos);
}

std::string out(const core::Literal& literal) { return written(literal, nullptr); }

std::string out(const core::Literal& literal, const core::LiteralType& type) { return written(literal, &type); }

task::TaskSpec taskWith(const std::vector<std::pair<std::string, core::LiteralType>>& inputs)
{
    task::TaskSpec spec;
    for (const auto& [name, type] : inputs)
    {
        auto& variable = *spec.mutable_task_template()->mutable_interface()->mutable_inputs()->add_variables();
        variable.set_key(name);
        *variable.mutable_value()->mutable_type() = type;
    }
    return spec;
}

void setDefault(task::TaskSpec& spec, const std::string& name, const core::Literal& literal)
{
    auto& parameter = *spec.add_default_inputs();
    parameter.set_name(name);
    *parameter.mutable_parameter()->mutable_default_() = literal;
}

std::string inputsSchema(const task::TaskSpec& spec, std::string_view pointer)
{
    rapidjson::StringBuffer buffer;
    flyte_webhook::JsonWriter writer(buffer);
    flyte::writeInputsSchema(writer, spec, pointer);
    CPPUNIT_ASSERT(writer.IsComplete());
    return buffer.GetString();
}

std::string inputSchema(const core::LiteralType& type) { return jsonOf(json(inputsSchema(taskWith({{"x", type}})))["properties"]["x"]); }

void assertInput(const std::string& expected, const core::LiteralType& type) { CPPUNIT_ASSERT_EQUAL(expected, inputSchema(type)); }

} // namespace values_test
