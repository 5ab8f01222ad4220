#pragma once
#include <flyteidl2/core/types.pb.h>
#include <rapidjson/document.h>
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// The type that a text declares: `integer`, `list of string`, `integer | none`, `enum(RED, GREEN)`, `optional map of (float | string)`,
/// `file(csv)`, ...; the README of the task folder has all of them. Throws std::invalid_argument that says what would be right.
flyteidl2::core::LiteralType typeFromText(std::string_view text);

/// The same, from JSON: a text as above, or an object with one key: `{"list": T}`, `{"map": T}`, `{"optional": T}`, `{"union": [T, ...]}`,
/// `{"enum": ["a value", ...]}`, `{"struct": JSON-SCHEMA}`, `{"dataset": {"format": F, "columns": {"NAME": T}}}`.
flyteidl2::core::LiteralType typeFromJson(const rapidjson::Value& json);

/// How a type is told to people, in the syntax above.
std::string typeText(const flyteidl2::core::LiteralType& type);

} // namespace flyte_webhook::sandbox
