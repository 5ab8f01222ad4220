#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace flyte_webhook::host
{

/// Where a text ceases to be JSON, and why.
struct JsonMistake
{
    std::size_t place;     ///< in bytes
    std::string_view what; ///< a literal, in the words of Python's json module, which clients of FastAPI know
};

/// The first mistake of a text by the grammar of JSON (RFC 8259), counted and told as Python's json module does it. Nothing when there is
/// none; how deep it is nested and what its texts and numbers mean is not looked at.
std::optional<JsonMistake> findJsonMistake(std::string_view text);

} // namespace flyte_webhook::host
