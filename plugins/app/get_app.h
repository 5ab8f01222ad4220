#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::app
{

/// Tells what state an app is in and where it is reached.
class GetApp final : public Handler
{
public:
    explicit GetApp(std::shared_ptr<flyte::Client> client) : _client(std::move(client)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<flyte::Client> _client;
};

} // namespace flyte_webhook::app
