#pragma once
#include "access/allow_lists.h"
#include "access/credentials.h"
#include "config/settings.h"
#include "control_plane/control_plane.h"
#include "openapi/typed_operations.h"
#include "outgoing/http_client.h"
#include "pipeline/pipeline.h"
#include "plugins/plugin_set.h"
#include "telemetry/log.h"
#include "telemetry/metrics.h"
#include "tls/tls_context.h"
#include <memory>

namespace flyte_webhook::host
{

/// What a service is made of. The next configuration's may share what it does not change.
struct ServiceParts
{
    Settings settings;
    Log log;
    std::shared_ptr<const TlsContext> tls; ///< null: plain text
    std::shared_ptr<ControlPlane> controlPlane;
    std::shared_ptr<HttpClient> client;
    std::shared_ptr<const CallerDigest> callers;
    std::shared_ptr<Metrics> metrics;
    std::unique_ptr<PluginSet> plugins;
};

/// Everything that serves requests under one configuration. Immutable; any number of threads serve at once.
class Service final : public RequestHandler
{
public:
    explicit Service(ServiceParts parts);

    void serve(Exchange& exchange) override { _pipeline.serve(exchange); }
    void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) override { _pipeline.refuse(exchange, kind, detail); }
    void tend() noexcept override;

    const Settings& settings() const { return _parts.settings; }
    const PluginSet& plugins() const { return *_parts.plugins; }
    const ServiceParts& parts() const { return _parts; }

private:
    ServiceParts _parts;
    const CredentialExtractor _credentials;
    const AllowLists _lists;
    const TypedApi _api;
    const Pages _pages;
    Pipeline _pipeline;
};

} // namespace flyte_webhook::host
