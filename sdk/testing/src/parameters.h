#pragma once
#include <flyte_webhook/abi.h>
#include <map>
#include <string>

namespace flyte_webhook::testing
{

/// The description of a parameter, or nullptr when the endpoint has none of that name.
const fw_parameter* findParameter(const fw_endpoint& endpoint, const std::string& name);

/// The values that a handler sees: those given, and the fallbacks of those left out. Throws std::logic_error when a required one is
/// missing.
std::map<std::string, std::string> withFallbacks(const fw_endpoint& endpoint, const std::map<std::string, std::string>& given);

/// The body that a handler sees; throws std::logic_error when the host would have refused it.
std::string bodyOf(const fw_endpoint& endpoint, const std::string& given);

} // namespace flyte_webhook::testing
