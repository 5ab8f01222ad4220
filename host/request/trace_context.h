#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// The value of a traceparent header when it is one of version 00 (W3C Trace Context, section 3.2) and may be carried on; else nothing.
std::string_view validTraceparent(std::string_view value) noexcept;

/// The 32 digits of a valid one that name the trace; nothing of nothing.
std::string_view traceIdOf(std::string_view traceparent) noexcept;

} // namespace flyte_webhook::host
