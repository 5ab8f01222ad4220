#pragma once
#include "endpoint.h"
#include "parameter_values.h"
#include "router.h"
#include "validation_errors.h"

namespace flyte_webhook::host
{

/// What a request brings behind its path.
struct Brought
{
    std::string_view query;
    std::string_view contentType; ///< the header's value, or empty
    std::string_view body;
};

/// Decodes the captured segments into the path parameters and checks them. A segment that is empty, no UTF-8, or holds a control
/// character is an error.
void bindPath(const Endpoint& endpoint, const Captures& captures, ParameterValues& values, ValidationErrors& errors);

/// Reads and checks the query and the body, and tells all that is wrong as FastAPI does it: parameters in the order of their description,
/// those of the query first; a body that is no JSON alone, whatever else is wrong. Of a parameter that both hold the query's value counts,
/// and the body's is not looked at. What is not declared is left alone.
void bindRest(const Endpoint& endpoint, const Brought& brought, ParameterValues& values, ValidationErrors& errors);

} // namespace flyte_webhook::host
