#pragma once
#include <flyte_webhook/plugin.h>

namespace flyte_webhook::core
{

/// Says who the caller is.
class Me final : public Handler
{
public:
    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;
};

} // namespace flyte_webhook::core
