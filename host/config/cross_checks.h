#pragma once
#include "config/config_layers.h"
#include "config/configuration.h"

namespace flyte_webhook::host
{

/// What several keys must fulfil together, and the defaults that come from other keys. Thread: one at a time.
class CrossChecks
{
public:
    CrossChecks(const ConfigSources& sources, const ConfigLayers& written, Configuration& configuration);

    /// Checks all, then fills in what was left out.
    void run(bool embeddedControlPlane);

private:
    void checkSelection();
    void checkListeners();
    void checkTls();
    void checkCredentials();
    void checkControlPlane(bool embeddedControlPlane);
    void derive();
    void refuse(const char* section, const char* key, const std::string& message);

    const std::string& _file;
    const ConfigLayers& _written;
    Settings& _settings;
    ConfigErrors& _errors;
};

} // namespace flyte_webhook::host
