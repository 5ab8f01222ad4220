#include "trace_context.h"

namespace flyte_webhook::host
{

bool isTraceparent(std::string_view value) noexcept
{
    constexpr std::string_view form = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
    constexpr std::string_view digits = "0123456789abcdef";
    if (value.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'x' ? digits.find(value[i]) == digits.npos : form[i] != value[i]) return false;
    return true;
}

} // namespace flyte_webhook::host
