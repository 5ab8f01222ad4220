#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::app
{

/// Starts an app.
class ActivateApp final : public Handler
{
public:
    explicit ActivateApp(std::shared_ptr<flyte::Client> client) : _client(std::move(client)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<flyte::Client> _client;
};

} // namespace flyte_webhook::app
