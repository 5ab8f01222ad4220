#pragma once
#include "flyteidl2/core/literals.pb.h"
#include "flyteidl2/core/types.pb.h"
#include "support/input.h"
#include <flyte_webhook/flyte/values.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <string>
#include <string_view>

namespace flyte_webhook::fuzz
{

namespace core = flyteidl2::core;

/// The type that a short text describes, taken from its front: i, f, b, s, t (datetime), d (duration), 0 (none), B (binary), S (struct),
/// l and m with the type of their elements, u with variants and a dot, e (enum of A, B and ""), o and O (file, folder), D (dataset),
/// C (schema). A S gets `schema`, a JSON schema or an empty text. What comes after many levels, or is none of these, is an unknown type.
core::LiteralType typeBy(std::string_view& text, std::string_view schema);

/// The JSON text that `write(JsonWriter&)` writes. Ends the program when it is not complete.
template <typename Write> std::string jsonOf(Write write)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    write(writer);
    std::string json(buffer.GetString(), buffer.GetSize());
    require(writer.IsComplete(), "what is written is complete", json);
    return json;
}

/// The JSON that is written for a literal. Ends the program when it is none, or no UTF-8.
std::string written(const core::Literal& literal, const core::LiteralType* type);

/// Equal messages give equal bytes.
std::string bytesOf(const google::protobuf::MessageLite& message);

} // namespace flyte_webhook::fuzz
