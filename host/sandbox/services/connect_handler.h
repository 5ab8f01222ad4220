#pragma once
#include "http/exchange.h"

namespace flyte_webhook::sandbox
{

class Methods;

/// Serves the methods by the Connect protocol: POST, Protocol Buffers, no compression. Thread: any.
class ConnectHandler final : public host::RequestHandler
{
public:
    /// The methods must outlive the handler.
    explicit ConnectHandler(const Methods& methods) : _methods(methods) {}

    void serve(host::Exchange& exchange) override;
    void refuse(host::Exchange& exchange, ErrorKind kind, const std::string& detail) override;

private:
    const Methods& _methods;
};

} // namespace flyte_webhook::sandbox
