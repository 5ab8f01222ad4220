#include "prefetch_runs.h"

namespace flyte_webhook::prefetch
{

flyteidl2::workflow::RunDetails PrefetchRuns::find(const Request& request, const std::string& name, const char* missing) const
{
    auto run = _client->runs(request).details(place(request), name, missing);
    if (!_task.isOf(run)) throw NotFound("Run " + name + " " + missing + ": it is no run of the prefetch task " + _task.text());
    return run;
}

} // namespace flyte_webhook::prefetch
