#pragma once
#include <cstddef>
#include <flyte_webhook/abi.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// What is wrong with a value, as the two who may have written it are told.
struct Violation
{
    std::string right;   ///< for a file's author: the end of the sentence "It should be ..."
    const char* type;    ///< for a client, as FastAPI tells it: a stable word, ...
    std::string message; ///< ... a sentence, ...
    std::string context; ///< ... and the bound in a JSON object
};

/// What a value must fulfil beyond its type: the JSON schema keywords that the host checks.
struct Constraints
{
    std::optional<double> minimum, maximum;
    std::optional<std::size_t> minLength, maxLength;
    std::vector<std::string> values; ///< of a scalar, in the text form of its type; empty: any

    /// Reads them from a JSON object; nothing when the text is none, or a keyword that is checked has a value that it cannot have. An empty
    /// text has no constraints. Other keywords are left alone.
    static std::optional<Constraints> parse(std::string_view schema);

    /// What is wrong with a value in the text form of its type; nothing when it fits.
    std::optional<Violation> violation(fw_type type, std::string_view text) const;
};

} // namespace flyte_webhook::host
