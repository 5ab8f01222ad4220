#pragma once
#include "plugins/slot_pools.h"
#include "telemetry/log.h"
#include <atomic>
#include <flyte_webhook/abi.h>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>

namespace flyte_webhook::host
{

class PluginInstance;
class PluginRequest;

// What the handles of the interface point to. Slots outlive what they stand for and are given out again as late as possible, so that a
// plugin which uses a handle after its end, or on another thread, touches nothing but the slot, and the log says so.

/// Behind a fw_plugin. Thread: any.
class PluginSlot
{
public:
    explicit PluginSlot(std::string plugin) : _plugin(std::move(plugin)) {}
    PluginSlot(const PluginSlot&) = delete;
    PluginSlot& operator=(const PluginSlot&) = delete;

    static PluginSlot& of(fw_plugin* handle) { return *reinterpret_cast<PluginSlot*>(handle); }
    fw_plugin* handle() { return reinterpret_cast<fw_plugin*>(this); }

    void begin(PluginInstance& instance, const Log& log);
    void end();

    /// Lets `step` use the instance, which does not end meanwhile; without one there is a line in the log. What `step` throws is logged.
    template <typename Step> void use(const char* function, Step step) const noexcept
    {
        const std::shared_lock lock(_mutex);
        if (!_instance) return complain(function, "a plugin used its fw_plugin after destroy(); nothing was done");
        try
        {
            step(*_instance);
        }
        catch (...)
        {
            complain(function, "a host function failed");
        }
    }

    /// A line in the log that names the plugin.
    void tell(const char* function, const char* what) const noexcept
    {
        const std::shared_lock lock(_mutex);
        complain(function, what);
    }

private:
    void complain(const char* function, const char* what) const noexcept;

    const std::string _plugin;
    mutable std::shared_mutex _mutex;
    PluginInstance* _instance = nullptr;
    std::optional<Log> _log; ///< stays when the instance ends
};

/// Behind a fw_request.
class RequestSlot
{
public:
    RequestSlot() = default;
    RequestSlot(const RequestSlot&) = delete;
    RequestSlot& operator=(const RequestSlot&) = delete;

    static RequestSlot& of(const fw_request* handle) { return *reinterpret_cast<RequestSlot*>(const_cast<fw_request*>(handle)); }
    fw_request* handle() { return reinterpret_cast<fw_request*>(this); }

    /// On the thread of the request, which is its owner until end().
    void begin(PluginRequest& request, const PluginSlot& plugin);
    void end();

    /// The request, for its own thread alone; null for others and after its end.
    PluginRequest* mine() const noexcept { return _owner.load() == std::this_thread::get_id() ? _request : nullptr; }

    /// Says in the log that `function` was not called as it may be.
    void complain(const char* function) const noexcept;

private:
    std::atomic<std::thread::id> _owner{};
    PluginRequest* _request = nullptr; ///< looked at by the owner alone
    std::atomic<const PluginSlot*> _plugin{nullptr};
};

/// Behind a fw_stream: which of a request's streams it is.
class StreamSlot
{
public:
    StreamSlot() = default;
    StreamSlot(const StreamSlot&) = delete;
    StreamSlot& operator=(const StreamSlot&) = delete;

    static StreamSlot& of(fw_stream* handle) { return *reinterpret_cast<StreamSlot*>(handle); }
    fw_stream* handle() { return reinterpret_cast<fw_stream*>(this); }

    void begin(const RequestSlot& request, std::size_t number);
    void end() { _request = nullptr; }

    /// The slot of the request that it belongs to; null after its end.
    const RequestSlot* request() const noexcept { return _request.load(); }
    std::size_t number() const noexcept { return _number; } ///< for the request's thread alone

private:
    std::atomic<const RequestSlot*> _request{nullptr};
    std::size_t _number = 0;
};

/// The slots of one plugin; they live as long as its library. Thread: any.
struct HandleSlots
{
    SlotQueue<PluginSlot> plugins;
    SlotRing<RequestSlot> requests;
    SlotRing<StreamSlot> streams;
};

} // namespace flyte_webhook::host
