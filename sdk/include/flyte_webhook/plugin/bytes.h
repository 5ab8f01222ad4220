#pragma once
#include <flyte_webhook/abi.h>
#include <string>
#include <string_view>

namespace flyte_webhook
{

/// The same bytes as the C interface has them; nothing is copied.
inline fw_bytes toBytes(std::string_view text) noexcept { return {text.data(), text.size()}; }

/// The same bytes as a view; nothing is copied, so the lifetime stays that of `bytes`. NULL is empty, whatever size is told.
inline std::string_view toView(fw_bytes bytes) noexcept
{
    return bytes.data ? std::string_view(bytes.data, bytes.size) : std::string_view();
}

/// A copy of the bytes.
inline std::string toString(fw_bytes bytes) { return std::string(toView(bytes)); }

} // namespace flyte_webhook
