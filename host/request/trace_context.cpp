#include "trace_context.h"

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view form = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
constexpr std::size_t traceAt = 3, traceSize = 32, parentAt = 36, parentSize = 16;

bool isZero(std::string_view digits) noexcept { return digits.find_first_not_of('0') == digits.npos; }

} // namespace

std::string_view validTraceparent(std::string_view value) noexcept
{
    constexpr std::string_view digits = "0123456789abcdef";
    if (value.size() != form.size()) return {};
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'x' ? digits.find(value[i]) == digits.npos : form[i] != value[i]) return {};
    if (isZero(value.substr(traceAt, traceSize)) || isZero(value.substr(parentAt, parentSize))) return {};
    return value;
}

std::string_view traceIdOf(std::string_view traceparent) noexcept
{
    return traceparent.empty() ? traceparent : traceparent.substr(traceAt, traceSize);
}

} // namespace flyte_webhook::host
