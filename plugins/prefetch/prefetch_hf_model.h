#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::prefetch
{

struct ModelWish;

/// Starts a run of the registered task that fetches a model.
class PrefetchHfModel final : public Handler
{
public:
    PrefetchHfModel(std::shared_ptr<flyte::Client> client, flyte::TaskName task) : _client(std::move(client)), _task(std::move(task)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    flyte::Task findTask(const Request& request) const;

    const std::shared_ptr<flyte::Client> _client;
    const flyte::TaskName _task;
};

} // namespace flyte_webhook::prefetch
