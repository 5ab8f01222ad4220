#include "message.h"
#include "characters.h"

namespace flyte_webhook::host
{

std::string_view HttpRequest::header(std::string_view name) const noexcept
{
    for (const auto& field : headers)
        if (Characters::sameIgnoringCase(field.name, name)) return field.value;
    return {};
}

} // namespace flyte_webhook::host
