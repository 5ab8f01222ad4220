#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// A text as one word of a shell's command line, whatever it holds.
std::string shellWord(std::string_view text);

} // namespace flyte_webhook::host
