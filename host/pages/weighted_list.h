#pragma once
#include <initializer_list>
#include <string_view>

namespace flyte_webhook::host
{

/// How much a client wants something, by a header such as Accept or Accept-Encoding (RFC 9110, section 12.4.2): 0 to 1. `names` are what it
/// may stand under, the most precise one first: {"gzip", "*"}; the first that the header lists counts. 0 when it lists none.
double weightOf(std::string_view header, std::initializer_list<std::string_view> names);

} // namespace flyte_webhook::host
