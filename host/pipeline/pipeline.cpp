#include "pipeline.h"
#include "base/failure.h"
#include "pipeline/authentication.h"
#include "pipeline/guard.h"
#include "pipeline/handling.h"
#include "pipeline/request_id.h"
#include "pipeline/routing.h"
#include "pipeline/typed_document.h"
#include "pipeline/validation.h"

namespace flyte_webhook::host
{

Pipeline::Pipeline(const Rules& rules, const PluginSet& plugins, const Pages& pages, const TypedApi& api, const AllowLists& lists,
                   RequestMetrics& metrics, const HostServices& services)
    : _timeout(rules.requestTimeout), _log(services.log), _counter(metrics, plugins, pages),
      _types([this](RequestContext& context) { answer(context); }, _timeout, services.credentials, {})
{
    // The order of a request's steps. The listener has kept the limits before; behind them stand the answer and the access log.
    _steps.push_back(std::make_unique<RequestIdStep>());
    _steps.push_back(std::make_unique<RouteStep>(plugins, pages));
    _steps.push_back(std::make_unique<AuthenticationStep>(services.credentials, rules.authRequired));
    _steps.push_back(std::make_unique<TypedDocumentStep>(api, _types, _documents));
    _steps.push_back(std::make_unique<DispatchStep>(plugins, pages));
    _steps.push_back(std::make_unique<GuardStep>(rules.ownName, lists));
    _steps.push_back(std::make_unique<ValidationStep>());
    _steps.push_back(std::make_unique<HandleStep>(services));
}

void Pipeline::serve(Exchange& exchange)
{
    RequestContext context(exchange, _timeout);
    answer(context);
    context.noteEndOfStream();
    record(context);
}

void Pipeline::answer(RequestContext& context) const
{
    try
    {
        run(context);
    }
    catch (const Failure& e)
    {
        context.fail(e.kind(), e.what(), e.cause());
    }
    catch (const std::exception& e)
    {
        context.fail(ErrorKind::ServerFailed, "Internal Server Error", e.what());
    }
}

void Pipeline::run(RequestContext& context) const
{
    for (const auto& step : _steps)
    {
        auto reply = step->run(context);
        if (reply) context.answer(*std::move(reply));
        if (context.exchange().answered()) return;
    }
}

void Pipeline::record(const RequestContext& context)
{
    const auto duration = RequestContext::Clock::now() - context.exchange().received();
    _counter.count(context, duration);
    _log.write(context, duration);
}

void Pipeline::refuse(Exchange& exchange, ErrorKind kind, const std::string& detail)
{
    RequestContext context(exchange, _timeout);
    context.id = RequestIdStep::idFor(exchange.request().header("X-Request-Id"));
    context.fail(kind, detail);
    record(context);
}

} // namespace flyte_webhook::host
