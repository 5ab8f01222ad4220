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

/// Copies a text of a description. Throws BadDescription when it is no UTF-8 without NUL: `where` begins the message, `what` names the
/// text.
std::string readText(const std::string& where, const char* what, fw_const bytes);

/// How many items a list of a description has: `count`, unless that is more than any plugin could mean. Throws BadDescription: `where`
/// begins the message, `what` names the items.
std::size_t readCount(const std::string& where, const char* what, std::size_t count);

/// Copies and checks a plugin's description of one endpoint. Throws BadDescription.
Endpoint readEndpoint(const fw_endpoint& table, std::size_t index);

} // namespace flyte_webhook::host
