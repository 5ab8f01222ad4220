#pragma once
#include "control_plane/control_plane.h"
#include <stdexcept>
#include <string>
#include <utility>

namespace flyte_webhook::host
{

/// A call that cannot be made as it was asked for. Becomes its result in one place.
class CallMistake : public std::runtime_error
{
public:
    /// `cause` is for the log only.
    CallMistake(int code, const std::string& message, std::string cause = {})
        : std::runtime_error(message), _code(code), _cause(std::move(cause))
    {
    }

    ControlPlaneResult result() const { return {_code, what(), _cause}; }

private:
    int _code;
    std::string _cause;
};

} // namespace flyte_webhook::host
