#pragma once
#include <flyte_webhook/flyte/client.h>
#include <flyteidl2/workflow/run_definition.pb.h>

namespace flyte_webhook::prefetch
{

/// The runs of the prefetch task, and no others: a run of another task is none here. Thread: any.
class PrefetchRuns
{
public:
    PrefetchRuns(std::shared_ptr<flyte::Client> client, flyte::TaskName task) : _client(std::move(client)), _task(std::move(task)) {}

    /// A run with its phase and task; throws NotFound when there is none: "Run r1 <missing>: ...".
    flyteidl2::workflow::RunDetails find(const Request& request, const std::string& name, const char* missing = "not found") const;

    flyte::Place place(const Request& request) const { return _client->place().of(request); }
    flyte::Client& client() const { return *_client; }

private:
    const std::shared_ptr<flyte::Client> _client;
    const flyte::TaskName _task;
};

} // namespace flyte_webhook::prefetch
