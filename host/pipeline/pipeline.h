#pragma once
#include "access/allow_lists.h"
#include "access/credentials.h"
#include "base/places.h"
#include "http/exchange.h"
#include "openapi/typed_operations.h"
#include "pages/pages.h"
#include "pipeline/access_log.h"
#include "pipeline/request_counter.h"
#include "pipeline/step.h"
#include "pipeline/types_reader.h"
#include "plugins/host_services.h"
#include "plugins/plugin_set.h"
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The request path: the steps that every request takes, in the one order that is written down in pipeline.cpp. Immutable; any number of
/// worker threads run it at once.
class Pipeline final : public RequestHandler
{
public:
    struct Rules
    {
        std::string ownName;
        bool authRequired = true;
        std::chrono::milliseconds requestTimeout{60000};
    };

    /// Everything that is referred to must outlive the pipeline.
    Pipeline(const Rules& rules, const PluginSet& plugins, const Pages& pages, const TypedApi& api, const AllowLists& lists,
             RequestMetrics& metrics, const HostServices& services);

    void serve(Exchange& exchange) override;
    void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) override;

private:
    void answer(RequestContext& context) const;
    void run(RequestContext& context) const;
    void record(const RequestContext& context);

    const std::chrono::milliseconds _timeout;
    const AccessLog _log;
    RequestCounter _counter;
    TypesReader _types;
    Places _documents{4, 32};
    std::vector<std::unique_ptr<Step>> _steps;
};

} // namespace flyte_webhook::host
