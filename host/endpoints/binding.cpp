#include "binding.h"

namespace flyte_webhook::host
{

void Binding::miss(std::size_t parameter) { refuse(parameter, "missing", "Field required", "null"); }

void Binding::refuse(std::size_t parameter, const char* type, std::string_view message, std::string_view inputJson)
{
    refuse(parameter, {_endpoint.parameters[parameter].name}, type, message, inputJson);
}

void Binding::refuse(std::size_t parameter, ValidationErrors::Location behind, const char* type, std::string_view message,
                     std::string_view inputJson)
{
    behind.insert(behind.begin(), placeWord());
    _errors.add(type, behind, message, inputJson);
    _values.refuse(parameter);
}

const char* Binding::placeWord() const { return _place == FW_PATH ? "path" : _place == FW_QUERY ? "query" : "body"; }

void Binding::tell(const Parameter& parameter, const Violation& violation, std::string_view inputJson)
{
    _errors.add(violation.type, {placeWord(), parameter.name}, violation.message, inputJson, violation.context);
}

} // namespace flyte_webhook::host
