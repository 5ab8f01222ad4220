#pragma once
#include <cstddef>
#include <flyte_webhook/abi.h>
#include <optional>
#include <rapidjson/document.h>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// The text form of a type (see fw_type in abi.h) from what a client wrote in a query: "On" becomes "true". Nothing when it is no such
/// value. Lists and objects have no form in a query.
std::optional<std::string> fromQueryText(fw_type type, std::string_view text);

/// The text form of a type from a JSON value of a body. Nothing when it is no such value.
std::optional<std::string> fromJson(fw_type type, const rapidjson::Value& value);

/// Whether a text is the text form of a type.
bool isTextForm(fw_type type, std::string_view text);

/// The name of a type in messages and documents, as JSON schema has it: "string", "integer", ...
const char* typeName(fw_type type);

/// A number from its text form; 0 when it is none.
double numberOf(std::string_view text);

/// A number without needless digits.
std::string printNumber(double value);

/// How many characters a UTF-8 text has.
std::size_t characters(std::string_view text) noexcept;

/// Whether the bytes are UTF-8 without NUL.
bool isText(std::string_view bytes) noexcept;

/// The JSON text of a value.
std::string toJson(const rapidjson::Value& value);

/// Decodes %XX once; a % that begins no such sequence stays as it is. A plus becomes a space when asked for, as in a query (WHATWG URL,
/// application/x-www-form-urlencoded).
std::string percentDecode(std::string_view text, bool plusIsSpace);

} // namespace flyte_webhook::host
