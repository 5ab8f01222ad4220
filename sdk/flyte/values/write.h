#pragma once
#include "flyteidl2/core/literals.pb.h"
#include <flyte_webhook/plugin/json.h>
#include <google/protobuf/struct.pb.h>
#include <string_view>

namespace flyte_webhook::flyte
{

using flyteidl2::core::Literal;
using flyteidl2::core::LiteralType;
using flyteidl2::core::Scalar;

// Each function writes exactly one JSON value, whatever the message holds.

void writeLiteralAt(JsonWriter& writer, const Literal& literal, const LiteralType* type, std::size_t depth);
void writeScalar(JsonWriter& writer, const Literal& literal, const LiteralType* type, std::size_t depth);
void writeStruct(JsonWriter& writer, const google::protobuf::Struct& value, std::size_t depth);
void writeValue(JsonWriter& writer, const google::protobuf::Value& value, std::size_t depth);

/// Whether msgpack can be shown: whole, not too deep, text valid, and keys that can be JSON keys.
bool isShowableMsgpack(std::string_view bytes);
/// The bytes must be showable.
void writeMsgpack(JsonWriter& writer, std::string_view bytes);

/// A number of a struct, which knows only floats: a whole one was most likely an integer.
void writeNumber(JsonWriter& writer, double number);
/// A float that is no JSON number is written as writeUnshowable() does.
void writeDouble(JsonWriter& writer, double value);
/// {"type": ..., "base64": ...}.
void writeUnshowable(JsonWriter& writer, std::string_view type, std::string_view bytes);
/// A JSON string, or writeUnshowable() when the text is not valid UTF-8.
void writeText(JsonWriter& writer, std::string_view text);
/// A key; text that is no UTF-8 becomes base64.
void writeKey(JsonWriter& writer, std::string_view key);

} // namespace flyte_webhook::flyte
