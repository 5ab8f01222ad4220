#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// The environment variables that hold the secrets of the embedded control plane's tasks begin so; the server, which it inherits them from,
/// looks for no key behind them.
constexpr std::string_view sandboxSecretPrefix = "FLYTE_WEBHOOK_SANDBOX_SECRET_";

} // namespace flyte_webhook::host
