#include "configuration.h"
#include "config_layers.h"
#include "cross_checks.h"
#include "setting_table.h"
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

void takeDefaults(Settings& settings)
{
    for (const auto& setting : settingTable())
        if (setting.fallback)
            if (const auto wrong = setting.accept(settings, *setting.fallback))
                throw std::logic_error("the default of " + setting.name() + ": " + *wrong);
}

/// What is only tried out is not seen from other machines, nor in the way of a server on the same one.
void takeSandboxDefaults(Settings& settings)
{
    settings.listener.address = "127.0.0.1";
    settings.admin.port = 0;
}

void takeWritten(const ConfigLayers& written, Configuration& configuration)
{
    for (const auto& setting : settingTable())
    {
        const auto* given = written.find(setting.section, setting.key);
        if (!given) continue;
        if (const auto wrong = setting.accept(configuration.settings, given->value))
            configuration.errors.push_back({given->where, setting.name(), *wrong});
    }
}

} // namespace

Configuration readConfiguration(const ConfigSources& sources, bool embeddedControlPlane)
{
    Configuration configuration;
    takeDefaults(configuration.settings);
    if (embeddedControlPlane) takeSandboxDefaults(configuration.settings);
    const ConfigLayers written(sources, configuration.errors);
    takeWritten(written, configuration);
    configuration.settings.plugin = written.pluginSections();
    configuration.settings.pluginEnvironment = written.pluginEnvironment();
    CrossChecks(sources, written, configuration).run(embeddedControlPlane);
    return configuration;
}

} // namespace flyte_webhook::host
