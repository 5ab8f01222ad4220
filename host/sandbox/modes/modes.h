#pragma once
#include <optional>

namespace flyte_webhook::sandbox
{

/// What the program does in place of being a sandbox: the commands of some shipped tasks and apps, so that these need no further program.
/// The exit status; nothing when the first argument names none of them.
std::optional<int> runMode(int count, const char* const* arguments);

} // namespace flyte_webhook::sandbox
