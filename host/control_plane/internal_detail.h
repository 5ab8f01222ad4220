#pragma once
#include <string>

namespace flyte_webhook::host
{

/// A server's words without what is meant for those who run it (http-contract.md, "Control-plane errors"): an address within its network
/// gives way to a word, and of a stack trace, with all that follows it, nothing is left. Empty when there was nothing else.
std::string withoutInternalDetail(std::string text);

} // namespace flyte_webhook::host
