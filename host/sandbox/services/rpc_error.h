#pragma once
#include <flyte_webhook/plugin/errors.h>
#include <stdexcept>
#include <string>

namespace flyte_webhook::sandbox
{

/// A call that ends with a status other than OK. what() is the message that the caller gets.
class RpcError : public std::runtime_error
{
public:
    RpcError(Code code, const std::string& message) : std::runtime_error(message), _code(code) {}

    Code code() const noexcept { return _code; }

private:
    Code _code;
};

} // namespace flyte_webhook::sandbox
