#pragma once
#include "transport/transport_failure.h"
#include <flyte_webhook/abi.h>
#include <stdexcept>
#include <string>
#include <utility>

namespace flyte_webhook::host::outgoing
{

/// An outgoing request that gets no answer. what() is the sentence for the client, the cause is for the log only.
class OutgoingFailure : public std::runtime_error
{
public:
    OutgoingFailure(fw_http_result outcome, const std::string& sentence, std::string cause = {})
        : std::runtime_error(sentence), _outcome(outcome), _cause(std::move(cause))
    {
    }

    fw_http_result outcome() const noexcept { return _outcome; }
    const std::string& cause() const noexcept { return _cause; }

private:
    fw_http_result _outcome;
    std::string _cause;
};

/// What a request of a plugin gets to know of a connection's fault.
OutgoingFailure toOutgoing(const transport::TransportFailure& failure);

} // namespace flyte_webhook::host::outgoing
