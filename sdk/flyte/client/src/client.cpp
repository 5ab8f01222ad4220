#include <flyte_webhook/flyte/client.h>

namespace flyte_webhook::flyte
{

namespace
{

constexpr std::size_t mostKeptTasks = 32 << 20; // bytes

std::chrono::milliseconds taskCacheLife(const Plugin& plugin)
{
    const auto text = plugin.fact("control_plane.task_cache");
    return std::chrono::milliseconds(text.empty() ? 0 : fromText<std::int64_t>(text));
}

} // namespace

Client::Client(const Plugin& plugin)
    : _place(Place::configured(plugin)), _console(plugin.fact("control_plane.console_url")),
      _taskCache(taskCacheLife(plugin), mostKeptTasks)
{
}

} // namespace flyte_webhook::flyte
