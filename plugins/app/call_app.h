#pragma once
#include "app_caller.h"
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::app
{

/// Calls an endpoint of an app and hands its answer on.
class CallApp final : public Handler
{
public:
    CallApp(std::shared_ptr<flyte::Client> client, AppCaller caller) : _client(std::move(client)), _caller(std::move(caller)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<flyte::Client> _client;
    const AppCaller _caller;
};

} // namespace flyte_webhook::app
