#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// Whether a header value is a traceparent of version 00 (W3C Trace Context, section 3.2) and may be carried on.
bool isTraceparent(std::string_view value) noexcept;

} // namespace flyte_webhook::host
