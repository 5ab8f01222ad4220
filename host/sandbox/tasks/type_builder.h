#pragma once
#include <flyteidl2/core/types.pb.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

/// A type that is named by one word: integer, float, boolean, string, datetime, duration, none, struct, binary, file, folder, dataset,
/// schema.
std::optional<flyteidl2::core::LiteralType> namedType(std::string_view name);

/// The word for a simple type: the reverse of namedType().
const char* simpleTypeName(flyteidl2::core::SimpleType type);

/// All words of namedType(), for messages.
std::string typeNames();

flyteidl2::core::LiteralType listOf(flyteidl2::core::LiteralType item);
flyteidl2::core::LiteralType mapOf(flyteidl2::core::LiteralType value);

/// A union with the variants' tags set; unions among the variants are taken apart. One variant is that type itself.
/// Throws std::invalid_argument when two variants are the same.
flyteidl2::core::LiteralType unionOf(const std::vector<flyteidl2::core::LiteralType>& variants);
flyteidl2::core::LiteralType optionalOf(const flyteidl2::core::LiteralType& type);

/// Throws std::invalid_argument when there is no value, an empty one or one twice.
flyteidl2::core::LiteralType enumOf(const std::vector<std::string>& values);

/// A file, folder or dataset with a format; throws std::invalid_argument for a type that has none.
flyteidl2::core::LiteralType withFormat(flyteidl2::core::LiteralType type, std::string format);

} // namespace flyte_webhook::sandbox
