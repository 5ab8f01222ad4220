#pragma once
#include "prefetch_runs.h"

namespace flyte_webhook::prefetch
{

/// Tells how far a prefetch has come.
class GetPrefetch final : public Handler
{
public:
    explicit GetPrefetch(std::shared_ptr<const PrefetchRuns> runs) : _runs(std::move(runs)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<const PrefetchRuns> _runs;
};

} // namespace flyte_webhook::prefetch
