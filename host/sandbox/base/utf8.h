#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

bool isUtf8(std::string_view text) noexcept;

/// Text that can be shown: what is no UTF-8, and each control character but tab and newline, becomes U+FFFD.
std::string shownText(std::string_view bytes);

} // namespace flyte_webhook::sandbox
