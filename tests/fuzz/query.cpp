// Query strings and bodies against tables of parameters: a line for the table (support/described.h), one for the query, one for the
// content type; the rest is the body. What is bound fits the table, and what is told is JSON.
#include "base/utf8.h"
#include "endpoints/binder.h"
#include "endpoints/text_forms.h"
#include "support/described.h"
#include "support/input.h"
#include <flyte_webhook/plugin/json_reader.h>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;

namespace
{

void checkErrors(const host::ValidationErrors& errors)
{
    const auto body = errors.body();
    require(host::isUtf8(body), "an answer is UTF-8", body);
    const auto document = parseJson(body);
    require(document && document->IsObject(), "an answer is JSON", body);
    const auto& details = (*document)["detail"];
    require(details.IsArray() && details.Empty() == errors.empty(), "an answer lists what is wrong", body);
    for (const auto& detail : details.GetArray())
        require(detail["type"].IsString() && detail["loc"].IsArray() && detail["msg"].IsString() && detail.HasMember("input"),
                "each error has its parts", body);
}

void checkValue(const host::Parameter& parameter, std::string_view value)
{
    require(host::isUtf8(value), "text is UTF-8", value);
    require(host::isTextForm(parameter.type, value), "a value has the form of its type", value);
    if (const auto wrong = parameter.constraints.violation(parameter.type, value))
        require(false, "a value is within its bounds", wrong->message);
}

/// An object is the text that stood in the body.
void checkObject(const host::Parameter& parameter, std::string_view value, std::string_view body)
{
    const auto document = parseJson(host::withoutByteOrderMark(body));
    const rapidjson::Value* last = nullptr;
    for (const auto& member : document->GetObject())
        if (std::string_view(member.name.GetString(), member.name.GetStringLength()) == parameter.name) last = &member.value;
    require(last && host::toJson(*last) == host::toJson(*parseJson(value)), "an object is the one in the body", value);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    const auto endpoint = describedBy(input.line());
    if (!endpoint) return -1;
    const auto query = input.line();
    const auto contentType = input.line();
    const auto body = input.rest();
    host::ParameterValues values(*endpoint);
    host::ValidationErrors errors;
    host::bindRest(*endpoint, {query, contentType, body}, values, errors);
    checkErrors(errors);
    for (const auto& parameter : endpoint->parameters)
    {
        const auto value = values.find(parameter.name);
        require(!parameter.required || !errors.empty() || value, "what is required is there", parameter.name);
        if (!value || !errors.empty()) continue;
        checkValue(parameter, *value);
        if (parameter.type == FW_OBJECT && values.given(*endpoint->find(parameter.name))) checkObject(parameter, *value, body);
    }
    return 0;
}
