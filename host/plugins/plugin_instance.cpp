#include "plugin_instance.h"
#include "plugins/plugin_error.h"
#include <rapidjson/document.h>

namespace flyte_webhook::host
{

namespace
{

std::vector<std::string> forwardTargets(const TextMap& settings, const TextMap& facts)
{
    std::vector<std::string> targets;
    if (const auto setting = settings.find("allow_forwarding_to"); setting != settings.end())
    {
        rapidjson::Document list;
        list.Parse(setting->second.data(), setting->second.size());
        for (std::size_t i = 0; list.IsArray() && i < list.Size(); ++i)
            targets.emplace_back(list[static_cast<rapidjson::SizeType>(i)].GetString());
        if (const auto host = facts.find("control_plane.host"); targets.empty() && host != facts.end()) targets.push_back(host->second);
    }
    return targets;
}

TargetPolicy makePolicy(const PluginLibrary& library, const TextMap& settings, const TextMap& facts)
{
    try
    {
        return TargetPolicy(forwardTargets(settings, facts));
    }
    catch (const std::exception& e)
    {
        throw PluginError(library.file(), "[plugin." + library.name() + "] allow_forwarding_to: " + e.what());
    }
}

/// Calls into the plugin; what comes out of it as an exception is told as one of ours.
template <typename Call> auto contained(Call call)
{
    try
    {
        return call();
    }
    catch (const std::exception& e)
    {
        throw std::runtime_error(std::string("the plugin threw an exception across the interface: ") + e.what());
    }
    catch (...)
    {
        throw std::runtime_error("the plugin threw an exception across the interface");
    }
}

} // namespace

PluginInstance::PluginInstance(std::shared_ptr<const PluginLibrary> library, TextMap settings, TextMap facts, const Log& log)
    : _library(std::move(library)), _settings(std::move(settings)), _facts(std::move(facts)), _log(log),
      _targets(makePolicy(*_library, _settings, _facts)), _slot(_library->slots().plugins.take(_library->name()))
{
    _slot.begin(*this, _log);
}

PluginInstance::~PluginInstance()
{
    _slot.end();
    _library->slots().plugins.giveBack(_slot);
}

std::shared_ptr<PluginInstance> PluginInstance::start(std::shared_ptr<const PluginLibrary> library, TextMap settings, TextMap facts,
                                                      const Log& log, const Patience& patience)
{
    // What is left alone keeps the instance that it works on.
    const std::shared_ptr<PluginInstance> made(new PluginInstance(std::move(library), std::move(settings), std::move(facts), log));
    const auto& name = made->_library->name();
    try
    {
        patience.steps.requireIdle(name);
        patience.steps.run(
            name, "create()", patience.limit, [made] { made->create(); },
            [made](const std::exception_ptr& thrown) { made->endLateCreate(thrown); });
    }
    catch (const std::runtime_error& e)
    {
        throw PluginError(made->_library->file(), std::string("it does not start with these settings: ") + e.what());
    }
    const auto end = [made, patience](PluginInstance*)
    {
        try
        {
            patience.steps.run(made->_library->name(), "destroy()", patience.limit, [made] { made->destroy(); });
        }
        catch (const std::exception& e)
        {
            made->_log.error("a plugin failed at its end", {{"plugin", made->_library->name()}, {"cause", e.what()}});
        }
    };
    return {made.get(), end};
}

void PluginInstance::create()
{
    fw_bytes why{};
    _created = contained([&] { return _library->table().create(_slot.handle(), &_instance, &why); });
    if (_created) return;
    throw std::runtime_error(why.data && why.size ? std::string(why.data, why.size) : "it gives no reason");
}

void PluginInstance::destroy() noexcept
{
    if (!_created) return;
    try
    {
        contained([&] { _library->table().destroy(_instance); });
    }
    catch (const std::runtime_error& e)
    {
        _log.error("a plugin failed at its end", {{"plugin", _library->name()}, {"cause", e.what()}});
    }
}

/// Behind a create() that was no longer waited for.
void PluginInstance::endLateCreate(const std::exception_ptr& thrown) noexcept
try
{
    if (thrown) std::rethrow_exception(thrown);
    destroy();
}
catch (const std::exception& e)
{
    _log.error("a plugin that was no longer waited for does not start", {{"plugin", _library->name()}, {"cause", e.what()}});
}

bool PluginInstance::wasMadeOf(const PluginLibrary& library, const TextMap& settings, const TextMap& facts, const Log& log) const
{
    return _library.get() == &library && _settings == settings && _facts == facts && _log.isLike(log);
}

std::optional<std::string_view> PluginInstance::setting(std::string_view key) const
{
    for (const TextMap* map : {&_settings, &_facts})
        if (const auto found = map->find(key); found != map->end()) return found->second;
    return std::nullopt;
}

void PluginInstance::handle(fw_request* request, std::size_t endpoint)
{
    contained([&] { _library->table().handle(_instance, _slot.handle(), request, endpoint); });
}

} // namespace flyte_webhook::host
