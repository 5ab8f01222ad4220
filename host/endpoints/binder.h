#pragma once
#include "endpoint.h"
#include "parameter_values.h"
#include "router.h"
#include "validation_errors.h"

namespace flyte_webhook::host
{

/// Decodes the captured segments into the path parameters and checks them. A segment that is empty, no UTF-8, or holds a control
/// character is an error.
void bindPath(const Endpoint& endpoint, const Captures& captures, ParameterValues& values, ValidationErrors& errors);

/// Reads and checks the query. Parameters that are not declared are left alone.
void bindQuery(const Endpoint& endpoint, std::string_view query, ParameterValues& values, ValidationErrors& errors);

/// Reads and checks the body where the endpoint has one, and what it holds of parameters. A value that the query gave stays.
/// `contentType` is the header's value, or empty.
void bindBody(const Endpoint& endpoint, std::string_view contentType, std::string_view body, ParameterValues& values,
              ValidationErrors& errors);

/// Tells the parameters that are required and were not given. Comes after all of the above.
void requireAll(const Endpoint& endpoint, const ParameterValues& values, ValidationErrors& errors);

/// Sets a parameter from a text form after checking its constraints.
void setChecked(const Endpoint& endpoint, std::size_t parameter, const char* place, std::string text, ParameterValues& values,
                ValidationErrors& errors);

/// Tells that what was given for a parameter is of the wrong type.
void refuseType(const Endpoint& endpoint, std::size_t parameter, const char* place, std::string_view inputJson, ParameterValues& values,
                ValidationErrors& errors);

} // namespace flyte_webhook::host
