#include "sandbox/tasks/json_struct.h"

namespace flyte_webhook::sandbox
{
namespace
{

google::protobuf::Value valueFromJson(const rapidjson::Value& json)
{
    google::protobuf::Value value;
    if (json.IsObject())
        *value.mutable_struct_value() = structFromJson(json);
    else if (json.IsArray())
        for (const auto& item : json.GetArray()) *value.mutable_list_value()->add_values() = valueFromJson(item);
    else if (json.IsString())
        value.set_string_value(json.GetString(), json.GetStringLength());
    else if (json.IsBool())
        value.set_bool_value(json.GetBool());
    else if (json.IsNumber())
        value.set_number_value(json.GetDouble());
    else
        value.set_null_value(google::protobuf::NULL_VALUE);
    if (json.IsArray()) value.mutable_list_value();
    return value;
}

} // namespace

google::protobuf::Struct structFromJson(const rapidjson::Value& object)
{
    google::protobuf::Struct message;
    for (const auto& member : object.GetObject())
        (*message.mutable_fields())[std::string(member.name.GetString(), member.name.GetStringLength())] = valueFromJson(member.value);
    return message;
}

} // namespace flyte_webhook::sandbox
