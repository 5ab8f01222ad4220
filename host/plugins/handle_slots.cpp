#include "handle_slots.h"

namespace flyte_webhook::host
{

void PluginSlot::begin(PluginInstance& instance, const Log& log)
{
    const std::lock_guard lock(_mutex);
    _instance = &instance;
    _log.emplace(log);
}

void PluginSlot::end()
{
    const std::lock_guard lock(_mutex);
    _instance = nullptr;
}

void PluginSlot::complain(const char* function, const char* what) const noexcept
{
    if (_log) _log->error(what, {{"plugin", _plugin}, {"function", function}});
}

void RequestSlot::begin(PluginRequest& request, const PluginSlot& plugin)
{
    _request = &request;
    _plugin = &plugin;
    _owner = std::this_thread::get_id();
}

void RequestSlot::end()
{
    _owner = std::thread::id();
    _request = nullptr;
}

void RequestSlot::complain(const char* function) const noexcept
{
    const PluginSlot* plugin = _plugin;
    if (!plugin) return;
    const bool ended = _owner.load() == std::thread::id();
    plugin->tell(function, ended ? "a plugin used a request after its end; nothing was done"
                                 : "a plugin used a request on a thread that is not the request's; nothing was done");
}

void StreamSlot::begin(const RequestSlot& request, std::size_t number)
{
    _number = number;
    _request = &request;
}

} // namespace flyte_webhook::host
