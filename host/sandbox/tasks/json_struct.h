#pragma once
#include <google/protobuf/struct.pb.h>
#include <rapidjson/document.h>

namespace flyte_webhook::sandbox
{

/// A JSON object as the message that holds one. Numbers become doubles, as they are there.
google::protobuf::Struct structFromJson(const rapidjson::Value& object);

} // namespace flyte_webhook::sandbox
