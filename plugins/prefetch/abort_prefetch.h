#pragma once
#include "prefetch_runs.h"

namespace flyte_webhook::prefetch
{

/// Asks for the end of a prefetch.
class AbortPrefetch final : public Handler
{
public:
    explicit AbortPrefetch(std::shared_ptr<const PrefetchRuns> runs) : _runs(std::move(runs)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<const PrefetchRuns> _runs;
};

} // namespace flyte_webhook::prefetch
