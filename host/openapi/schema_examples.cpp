#include "schema_examples.h"
#include "endpoints/text_forms.h"
#include <flyte_webhook/plugin/json_reader.h>

namespace flyte_webhook::host
{

std::string firstExample(std::string_view schema)
{
    if (schema.empty()) return {};
    const auto document = parseJson(schema).value(); // it has been checked
    const auto found = document.FindMember("examples");
    const bool any = found != document.MemberEnd() && found->value.IsArray() && !found->value.Empty();
    return any ? toJson(found->value[0]) : std::string();
}

} // namespace flyte_webhook::host
