#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// A text as it may stand in HTML, in an element as well as in a quoted attribute.
std::string escapeHtml(std::string_view text);

} // namespace flyte_webhook::host
