#pragma once
#include <cerrno>
#include <string>
#include <system_error>

namespace flyte_webhook::sandbox
{

/// What an error number of the system means, in words; of the last failed call when none is given. Thread: any.
inline std::string errorText(int number = errno) { return std::generic_category().message(number); }

} // namespace flyte_webhook::sandbox
