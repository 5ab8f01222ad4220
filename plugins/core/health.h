#pragma once
#include <flyte_webhook/plugin.h>

namespace flyte_webhook::core
{

/// Says that the server answers requests. Open, for load balancers; it asks nobody.
class Health final : public Handler
{
public:
    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;
};

} // namespace flyte_webhook::core
