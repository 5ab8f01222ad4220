#pragma once
#include <string_view>

namespace flyte_webhook::flyte
{

/// Whether the text is valid UTF-8: no surrogates, no overlong forms, nothing beyond U+10FFFF. JSON can spell a lone surrogate.
bool isUtf8(std::string_view text);

} // namespace flyte_webhook::flyte
