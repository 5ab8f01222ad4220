#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

/// The names between `{{.` and `}}` in an argument, in order: "inputs.x", "outputPrefix". Other text with braces is no placeholder.
std::vector<std::string> placeholders(std::string_view argument);

/// The argument with each placeholder replaced by `value(name)`. It stays one argument, whatever the value holds, and what was put in is
/// not looked at again.
std::string expand(std::string_view argument, const std::function<std::string(std::string_view name)>& value);

/// The name of an input, when the placeholder stands for one: "x" for "inputs.x"; else empty.
std::string_view inputOfPlaceholder(std::string_view name);

/// What is wrong with a command: placeholders that mean nothing, inputs that the task does not have, inputs inside the text of a script
/// that an interpreter would run (`sh -c "... {{.inputs.x}}"`). Empty: nothing.
std::vector<std::string> problemsOfCommand(const std::vector<std::string>& command, const std::vector<std::string>& inputs);

} // namespace flyte_webhook::sandbox
