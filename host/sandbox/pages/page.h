#pragma once
#include "sandbox/pages/html.h"
#include <functional>
#include <string>

namespace flyte_webhook::sandbox
{

/// A whole page around `body`. `seconds`: how soon the browser asks for it again; 0: never.
std::string page(const std::string& title, int seconds, const std::function<void(Html&)>& body);

/// The style sheet that every page refers to as /style.css.
extern const char* const styleSheet;

} // namespace flyte_webhook::sandbox
