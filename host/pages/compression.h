#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// As gzip, as small as it gets.
std::string compress(std::string_view bytes);

/// What was compressed. Throws Poco::IOException when it is no gzip.
std::string decompress(std::string_view gzip);

} // namespace flyte_webhook::host
