#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::task
{

/// Tells what a task takes and how it runs.
class GetTask final : public Handler
{
public:
    explicit GetTask(std::shared_ptr<flyte::Client> client) : _client(std::move(client)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<flyte::Client> _client;
};

} // namespace flyte_webhook::task
