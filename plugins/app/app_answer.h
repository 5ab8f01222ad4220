#pragma once
#include <flyte_webhook/plugin.h>
#include <string>
#include <string_view>

namespace flyte_webhook::app
{

/// Whether an app's answer is one JSON text.
bool isJson(std::string_view body);

/// Answers with what an app answered: its JSON byte for byte, anything else as {"response": text}. An answer of 400 and above becomes an
/// Error with its status.
void relay(const HttpAnswer& answer, Reply& reply);

} // namespace flyte_webhook::app
