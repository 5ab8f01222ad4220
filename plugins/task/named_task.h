#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::task
{

/// Adds the parameters that name a version of a task, and that the task's allow-list is asked about it. Returns the endpoint.
Endpoint& describeNamedTask(Endpoint& endpoint);

/// The version of a task that the request names. Throws NotFound when there is none.
flyte::Task findNamedTask(const Request& request, const flyte::Client& client, const flyte::Tasks& tasks, flyte::Tasks::Details details);

} // namespace flyte_webhook::task
