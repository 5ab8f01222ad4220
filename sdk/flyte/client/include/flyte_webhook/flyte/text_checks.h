#pragma once
#include <flyte_webhook/plugin/endpoint.h>
#include <string>
#include <string_view>

namespace flyte_webhook
{
class Request;
}

namespace flyte_webhook::flyte
{

/// Whether a UTF-8 text holds a control character: C0, DEL or C1.
bool hasControlCharacter(std::string_view text) noexcept;

/// Refuses a parameter with 422: "Value error, '<value>' <what>". `what` says what is wrong and what would be right. checkText() first.
[[noreturn]] void refuse(const std::string& parameter, std::string_view value, const std::string& what);

/// Refuses a parameter whose value is no UTF-8 or holds a control character.
void checkText(const std::string& parameter, std::string_view value);

/// What checkText() takes, for the documentation.
inline Constraint plainText() { return pattern(R"(^[^\u0000-\u001f\u007f-\u009f]*$)"); }

} // namespace flyte_webhook::flyte
