#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::task
{

/// Starts a run of a registered task.
class RunTask final : public Handler
{
public:
    explicit RunTask(std::shared_ptr<flyte::Client> client) : _client(std::move(client)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    flyteidl2::task::Inputs inputsOf(const Request& request, const flyte::Tasks& tasks, flyte::Task& task) const;
    std::string start(const Request& request, const flyte::Place& place, const flyte::Tasks& tasks, const flyte::Task& task,
                      flyteidl2::task::Inputs inputs) const;

    const std::shared_ptr<flyte::Client> _client;
};

} // namespace flyte_webhook::task
