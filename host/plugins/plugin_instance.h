#pragma once
#include "outgoing/target_policy.h"
#include "plugins/plugin_library.h"
#include "plugins/plugin_steps.h"
#include "telemetry/log.h"
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Text by key, found without a copy of the key.
using TextMap = std::map<std::string, std::string, std::less<>>;

/// One plugin under one configuration: what stands behind a fw_plugin. Thread: any.
class PluginInstance
{
public:
    /// The time that create() and destroy() have, and what runs them; it outlives the instance.
    struct Patience
    {
        PluginSteps& steps;
        std::chrono::milliseconds limit;
    };

    /// Makes the plugin's instance, which ends with the last pointer to it. `settings` are the checked values in the text forms of their
    /// types; `facts` are what every plugin may know (abi.h, fw_host.setting). Throws PluginError with the plugin's reason when it does
    /// not take the settings, or does not come back in time.
    static std::shared_ptr<PluginInstance> start(std::shared_ptr<const PluginLibrary> library, TextMap settings, TextMap facts,
                                                 const Log& log, const Patience& patience);
    ~PluginInstance();
    PluginInstance(const PluginInstance&) = delete;
    PluginInstance& operator=(const PluginInstance&) = delete;

    const PluginLibrary& library() const { return *_library; }

    /// Whether it would not differ if it were made again with these.
    bool wasMadeOf(const PluginLibrary& library, const TextMap& settings, const TextMap& facts, const Log& log) const;

    /// The value of a setting or a fact; nothing when there is no such thing or it has no value.
    std::optional<std::string_view> setting(std::string_view key) const;

    PluginMetrics& metrics() { return _library->counts(); }
    const Log& log() const { return _log; }

    /// Where the plugin's outgoing requests may go, by its setting `allow_forwarding_to`; see fw_http_call in abi.h.
    const TargetPolicy& targets() const { return _targets; }

    /// Serves one request of endpoint number `endpoint` of the plugin's table. What the plugin throws in spite of rule 7 is thrown on as a
    /// std::runtime_error.
    void handle(fw_request* request, std::size_t endpoint);

    /// What its handle points to.
    const PluginSlot& slot() const { return _slot; }

private:
    PluginInstance(std::shared_ptr<const PluginLibrary> library, TextMap settings, TextMap facts, const Log& log);
    void create();
    void destroy() noexcept;
    void endLateCreate(const std::exception_ptr& thrown) noexcept;

    const std::shared_ptr<const PluginLibrary> _library;
    const TextMap _settings;
    const TextMap _facts;
    const Log _log;
    const TargetPolicy _targets;
    PluginSlot& _slot;
    void* _instance = nullptr;
    bool _created = false;
};

} // namespace flyte_webhook::host
