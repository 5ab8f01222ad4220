#pragma once
#include "endpoint.h"
#include "parameter_values.h"
#include "validation_errors.h"

namespace flyte_webhook::host
{

/// One place of a request, FW_PATH, FW_QUERY or FW_BODY, whose texts become parameters' values or errors. Thread: one at a time.
class Binding
{
public:
    Binding(const Endpoint& endpoint, fw_place place, ParameterValues& values, ValidationErrors& errors)
        : _endpoint(endpoint), _place(place), _values(values), _errors(errors)
    {
    }

    const std::vector<Parameter>& parameters() const { return _endpoint.parameters; }
    bool given(std::size_t parameter) const { return _values.given(parameter); }

    /// Takes a value in the text form of its type. One that breaks a constraint is told, with input(): what came, as JSON text.
    template <typename Input> void set(std::size_t parameter, std::string text, Input input)
    {
        const auto& declared = _endpoint.parameters[parameter];
        if (const auto violation = declared.constraints.violation(declared.type, text)) tell(declared, *violation, input());
        _values.set(parameter, std::move(text), _place);
    }

    /// Tells that the parameter was required and left out.
    void miss(std::size_t parameter);

    /// Tells what is wrong with what was given for the parameter.
    void refuse(std::size_t parameter, const char* type, std::string_view message, std::string_view inputJson);

    /// Tells what is wrong with an item of the list that was given for the parameter; `behind` is where that lies, behind the place.
    void refuse(std::size_t parameter, ValidationErrors::Location behind, const char* type, std::string_view message,
                std::string_view inputJson);

    /// Tells what is wrong with the place as a whole.
    void refuseAll(const char* type, std::string_view message, std::string_view inputJson)
    {
        _errors.add(type, {placeWord()}, message, inputJson);
    }

private:
    const char* placeWord() const;
    void tell(const Parameter& parameter, const Violation& violation, std::string_view inputJson);

    const Endpoint& _endpoint;
    const fw_place _place;
    ParameterValues& _values;
    ValidationErrors& _errors;
};

} // namespace flyte_webhook::host
