#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::task
{

/// Tells a task's inputs and outputs as JSON schema.
class GetTaskSchema final : public Handler
{
public:
    explicit GetTaskSchema(std::shared_ptr<flyte::Client> client) : _client(std::move(client)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<flyte::Client> _client;
};

} // namespace flyte_webhook::task
