#include "message.h"
#include "base/header_text.h"

namespace flyte_webhook::host
{

std::string_view HttpRequest::header(std::string_view name) const noexcept
{
    for (const auto& field : headers)
        if (sameName(field.name, name)) return field.value;
    return {};
}

} // namespace flyte_webhook::host
