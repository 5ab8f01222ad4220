#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// ASCII texts, with control characters but no NUL, that this compiler's std::hash cannot tell apart: what somebody would send who wants a
/// hash table to become a list. Throws std::logic_error when none can be made for this compiler.
std::vector<std::string> collidingKeys(std::size_t count);

} // namespace flyte_webhook::test
