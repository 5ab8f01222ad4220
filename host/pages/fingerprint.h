#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// 32 hexadecimal digits that stand for some bytes: the beginning of their SHA-256. Throws std::runtime_error when OpenSSL has none.
std::string fingerprint(std::string_view bytes);

} // namespace flyte_webhook::host
