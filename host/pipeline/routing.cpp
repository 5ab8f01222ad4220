#include "routing.h"
#include "base/failure.h"
#include "pipeline/validation.h"
#include "request/error_reply.h"

namespace flyte_webhook::host
{

namespace
{

/// RFC 9110, section 9.3.2: HEAD is GET without the content.
std::string_view served(std::string_view method) { return method == "HEAD" ? "GET" : method; }

const Content& contentFor(const HostPage& page, const RequestContext& context)
{
    return page.signedIn && !context.credentials.empty() ? *page.signedIn : page.content;
}

/// What asks after the server's health without credentials is told where nothing answers that: the path is open to all (http-contract.md,
/// "Authentication"), whether an endpoint is enabled there or not.
constexpr std::string_view health = "/health";

std::string allowed(const Router::Methods& methods)
{
    std::string list;
    for (const auto& [method, number] : methods)
    {
        list += (list.empty() ? "" : ", ") + method;
        if (method == "GET") list += ", HEAD";
    }
    return list;
}

} // namespace

std::optional<HttpReply> RouteStep::run(RequestContext& context) const
{
    if (findPage(context)) return chooseForm(context);
    findEndpoint(context);
    return std::nullopt;
}

bool RouteStep::findPage(RequestContext& context) const
{
    const auto* page = _pages.find(context.request(), context.methods);
    if (!page) return false;
    context.open = true;
    if (served(context.request().method) != page->endpoint.method) return true;
    context.page = page;
    context.route.endpoint = &page->endpoint;
    return true;
}

/// What is the caller's own is asked for like what any endpoint gives: by parameters that are checked, and with credentials.
std::optional<HttpReply> RouteStep::chooseForm(RequestContext& context) const
{
    const auto* own = context.page ? context.page->forCaller.get() : nullptr;
    if (!own || context.request().query.empty()) return std::nullopt;
    context.route.endpoint = own;
    context.values.emplace(*own);
    if (auto refused = refuseInvalid(context, {})) return refused;
    context.open = context.values->find(Pages::tasks) != "true";
    if (context.open) context.route.endpoint = &context.page->endpoint;
    return std::nullopt;
}

void RouteStep::findEndpoint(RequestContext& context) const
{
    context.methods = _plugins.router().match(context.request().path, context.captures, served(context.request().method));
    if (!context.methods)
    {
        context.open = context.request().path == health;
        return;
    }
    for (const auto& [method, number] : *context.methods)
    {
        const auto& route = _plugins.routes()[number];
        // An open endpoint opens itself alone; beside it, only that there is no such method is told to anybody.
        context.open = context.open || route.endpoint->open;
        if (method == served(context.request().method)) context.route = route;
    }
    if (context.route.endpoint) context.open = context.route.endpoint->open;
}

std::optional<HttpReply> DispatchStep::run(RequestContext& context) const
{
    if (context.page) return answerWith(contentFor(*context.page, context), context.request());
    if (auto redirect = withoutSlash(context)) return redirect; // although an endpoint's last name might be the empty text behind it
    if (context.route.endpoint) return std::nullopt;
    if (context.methods)
    {
        auto reply = errorReply(context.failAs(ErrorKind::MethodNotAllowed), "Method Not Allowed");
        reply.headers.emplace_back("Allow", allowed(*context.methods));
        return reply;
    }
    throw Failure(ErrorKind::NoSuchPath, "Not Found");
}

std::optional<HttpReply> DispatchStep::withoutSlash(const RequestContext& context) const
{
    auto path = context.request().path;
    // A path that begins with two slashes would read as a host in Location.
    if (path.size() < 2 || path.back() != '/' || path[1] == '/') return std::nullopt;
    path.remove_suffix(1);
    if (!hasPath(path)) return std::nullopt;
    HttpReply reply;
    reply.status = 307;
    reply.contentType.clear();
    const auto query = context.request().query;
    reply.headers.emplace_back("Location", std::string(path) + (query.empty() ? "" : "?" + std::string(query)));
    return reply;
}

bool DispatchStep::hasPath(std::string_view path) const
{
    Captures captures;
    return _pages.has(path) || _plugins.router().match(path, captures);
}

} // namespace flyte_webhook::host
