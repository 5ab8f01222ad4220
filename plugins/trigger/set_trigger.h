#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::trigger
{

/// Switches a trigger on or off; the two endpoints differ in nothing else.
class SetTrigger : public Handler
{
public:
    void handle(Request& request, Reply& reply) override;

protected:
    SetTrigger(std::shared_ptr<flyte::Client> client, bool active) : _client(std::move(client)), _active(active) {}

    static void describe(Endpoint& endpoint);

private:
    const std::shared_ptr<flyte::Client> _client;
    const bool _active;
};

/// Lets a trigger start its task.
class ActivateTrigger final : public SetTrigger
{
public:
    explicit ActivateTrigger(std::shared_ptr<flyte::Client> client) : SetTrigger(std::move(client), true) {}
    static void describe(Endpoint& endpoint);
};

/// Keeps a trigger from starting its task.
class DeactivateTrigger final : public SetTrigger
{
public:
    explicit DeactivateTrigger(std::shared_ptr<flyte::Client> client) : SetTrigger(std::move(client), false) {}
    static void describe(Endpoint& endpoint);
};

} // namespace flyte_webhook::trigger
