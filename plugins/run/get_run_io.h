#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::run
{

/// Tells the inputs and outputs of a run.
class GetRunIo final : public Handler
{
public:
    explicit GetRunIo(std::shared_ptr<flyte::Client> client) : _client(std::move(client)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<flyte::Client> _client;
};

} // namespace flyte_webhook::run
