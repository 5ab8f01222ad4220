#pragma once
#include "endpoint.h"
#include <stdexcept>

namespace flyte_webhook::host
{

/// A description that cannot be used. what() names the endpoint, what is wrong with it and what would be right.
class BadDescription : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Copies and checks a plugin's description of one endpoint. Throws BadDescription.
Endpoint readEndpoint(const fw_endpoint& table, std::size_t index);

} // namespace flyte_webhook::host
