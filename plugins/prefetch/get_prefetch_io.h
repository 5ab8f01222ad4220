#pragma once
#include "prefetch_runs.h"

namespace flyte_webhook::prefetch
{

/// Tells the inputs and outputs of a prefetch.
class GetPrefetchIo final : public Handler
{
public:
    explicit GetPrefetchIo(std::shared_ptr<const PrefetchRuns> runs) : _runs(std::move(runs)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const std::shared_ptr<const PrefetchRuns> _runs;
};

} // namespace flyte_webhook::prefetch
