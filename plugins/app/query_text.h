#pragma once
#include <flyte_webhook/plugin/invalid_parameter.h>
#include <string>
#include <string_view>

namespace flyte_webhook::app
{

/// The JSON object of a request's `query_params` as the query of an URL: each key with its value, a list as the key given repeatedly.
/// Texts and numbers stand there as they are written in the JSON, booleans as true and false, null as a key without a value. Throws
/// InvalidParameter with each key that holds an object or a list within a list.
std::string queryText(std::string_view json);

} // namespace flyte_webhook::app
