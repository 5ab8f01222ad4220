#pragma once
#include <flyte_webhook/flyte/apps.h>
#include <flyte_webhook/flyte/console.h>
#include <flyte_webhook/flyte/identity.h>
#include <flyte_webhook/flyte/images.h>
#include <flyte_webhook/flyte/launcher.h>
#include <flyte_webhook/flyte/task_name.h>
#include <flyte_webhook/flyte/tasks.h>
#include <flyte_webhook/flyte/triggers.h>
#include <flyte_webhook/flyte/uploads.h>
#include <flyte_webhook/plugin.h>

namespace flyte_webhook::flyte
{

/// What one plugin instance knows of its control plane: the configured place, the console, and what is kept for a short while. Its
/// handlers share it; each request takes the service that it needs. The services must not outlive the request. Thread: any.
class Client
{
public:
    explicit Client(const Plugin& plugin);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    const Place& place() const noexcept { return _place; }
    const Console& console() const noexcept { return _console; }

    Tasks tasks(const Request& request) { return Tasks(request.controlPlane(), _taskCache, request.caller()); }
    Runs runs(const Request& request) const { return Runs(request.controlPlane()); }
    DataProxy data(const Request& request) { return DataProxy(request.controlPlane(), _clusters); }
    Apps apps(const Request& request) const { return Apps(request.controlPlane()); }
    Triggers triggers(const Request& request) const { return Triggers(request.controlPlane()); }
    Images images(const Request& request) { return Images(request.controlPlane(), _clusters); }
    Uploads uploads(const Request& request) { return Uploads(request, data(request)); }
    Launcher launcher(const Request& request) { return Launcher(runs(request), data(request)); }

private:
    const Place _place;
    const Console _console;
    TaskCache _taskCache;
    Clusters _clusters;
};

} // namespace flyte_webhook::flyte
