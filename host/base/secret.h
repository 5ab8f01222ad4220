#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Overwrites memory that held a secret; the compiler does not leave it out.
void wipe(void* memory, std::size_t size) noexcept;

/// Overwrites a string's whole buffer and empties it.
void wipe(std::string& text) noexcept;

/// One credential header of a request. Both are views into the request's own buffer, which is wiped when the request ends; whoever must
/// copy the value wipes the copy.
struct Credential
{
    std::string_view name; ///< lower case
    std::string_view value;
};

} // namespace flyte_webhook::host
