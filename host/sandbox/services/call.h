#pragma once
#include "sandbox/services/caller.h"
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// One call, by whatever protocol it came. Thread: the one that serves it.
class Call
{
public:
    virtual ~Call() = default;

    /// The request, serialised.
    virtual std::string_view message() const = 0;

    virtual Credentials credentials() const = 0;

    /// The name that the caller knows this server by, with its port.
    virtual std::string authority() const = 0;

    /// Sends a message, serialised. False: no more is wanted.
    virtual bool send(std::string message) = 0;

    /// Whether nobody waits for a message any more.
    virtual bool isGone() const = 0;
};

} // namespace flyte_webhook::sandbox
