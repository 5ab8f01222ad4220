#include "service_builder.h"
#include "application/facts.h"
#include "control_plane/control_plane_settings.h"
#include "plugins/plugin_loader.h"
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

HttpClient::Settings clientSettings(const Settings& settings)
{
    HttpClient::Settings client;
    client.caFile = settings.controlPlane.caFile;
    return client;
}

/// Makes the parts of one service; each in its own way tells what is wrong.
class Building
{
public:
    Building(const Settings& settings, const Log& log, const Service* previous, BuiltService& built)
        : _settings(settings), _log(log), _previous(previous), _built(built)
    {
    }

    void run(PluginLibraries& libraries, const std::shared_ptr<const CallerDigest>& callers, const std::shared_ptr<Metrics>& metrics)
    {
        auto plugins = loadedPlugins(libraries);
        auto tls = tlsContext();
        const auto controlPlane = controlPlaneOrError();
        const auto client = httpClient();
        if (!_built.errors.empty()) return;
        _built.service =
            std::make_unique<Service>(ServiceParts{_settings, _log, tls, controlPlane, client, callers, metrics, std::move(plugins)});
    }

private:
    std::unique_ptr<PluginSet> loadedPlugins(PluginLibraries& libraries)
    {
        const auto facts = _settings.controlPlane.endpoint.empty() ? TextMap() : makeFacts(_settings);
        auto loaded = loadPlugins({_settings, facts, _log, libraries, _previous ? &_previous->plugins() : nullptr});
        append(_built.errors, loaded.errors);
        append(_built.warnings, loaded.warnings);
        return std::move(loaded.set);
    }

    std::shared_ptr<const TlsContext> tlsContext()
    {
        const auto& listener = _settings.listener;
        if (listener.tlsCertificate.empty() || listener.tlsKey.empty()) return nullptr; // none, or one alone, which is told already
        return made("[listener] tls_certificate, tls_key: ",
                    [&]
                    {
                        auto tls = std::make_shared<const TlsContext>(TlsIdentity(listener.tlsCertificate, listener.tlsKey));
                        append(_built.warnings, tls->warnings());
                        return tls;
                    });
    }

    std::shared_ptr<ControlPlane> controlPlaneOrError()
    {
        if (_settings.controlPlane.endpoint.empty()) return nullptr; // told already
        if (keepsConnections()) return _previous->parts().controlPlane;
        return made("[control_plane]: ", [&] { return std::shared_ptr<ControlPlane>(makeControlPlane(_settings.controlPlane)); });
    }

    std::shared_ptr<HttpClient> httpClient()
    {
        if (keepsConnections()) return _previous->parts().client;
        return made("[control_plane] ca_file: ", [&] { return std::make_shared<HttpClient>(clientSettings(_settings)); });
    }

    /// A bundle of certificates is read again each time: it may hold others under the same name.
    bool keepsConnections() const
    {
        const ControlPlaneSettings& now = _settings.controlPlane;
        return _previous && now.caFile.empty() && now == _previous->settings().controlPlane;
    }

    template <typename Make> auto made(const char* where, Make make) -> decltype(make())
    {
        try
        {
            return make();
        }
        catch (const std::invalid_argument& e)
        {
            _built.errors.push_back(std::string(where) + e.what());
            return nullptr;
        }
    }

    static void append(std::vector<std::string>& lines, const std::vector<std::string>& more)
    {
        lines.insert(lines.end(), more.begin(), more.end());
    }

    const Settings& _settings;
    const Log& _log;
    const Service* _previous;
    BuiltService& _built;
};

} // namespace

BuiltService ServiceBuilder::build(const Settings& settings, const Log& log, const Service* previous)
{
    BuiltService built;
    Building(settings, log, previous, built).run(_libraries, _callers, _metrics);
    return built;
}

} // namespace flyte_webhook::host
