#pragma once
#include <string_view>

namespace flyte_webhook::prefetch
{

/// Whether the text is an amount as Kubernetes writes one, "2", "500m", "8Gi", "1.5e3", and not a negative one.
bool isQuantity(std::string_view text) noexcept;

} // namespace flyte_webhook::prefetch
