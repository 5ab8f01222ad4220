#include "call_app.h"
#include "app_answer.h"
#include "app_path.h"
#include "query_text.h"
#include <algorithm>
#include <flyte_webhook/flyte/failures.h>
#include <optional>

namespace flyte_webhook::app
{

namespace
{

constexpr auto querySchema = R"({"additionalProperties":{"anyOf":[{"type":["string","number","boolean","null"]},
    {"type":"array","items":{"type":["string","number","boolean","null"]}}]},"examples":[{"loud":true}]})";

constexpr std::size_t longestTarget = 8192;

/// The common methods; of these POST, PUT and PATCH carry the payload.
std::string methodOf(const Request& request)
{
    const auto given = request.parameter<std::string>("method");
    auto method = given;
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    for (const auto* known : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
        if (method == known) return method;
    throw InvalidParameter({"query", "method"}, "it must be GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS", given);
}

std::string payloadOf(const Request& request, const std::string& method)
{
    if (method != "POST" && method != "PUT" && method != "PATCH") return {};
    return std::string(request.find<std::string_view>("payload").value_or(""));
}

AppPath pathOf(const Request& request)
{
    const auto given = request.parameter<std::string>("path");
    try
    {
        return AppPath(given);
    }
    catch (const StrayPath& e)
    {
        throw InvalidParameter({"query", "path"}, e.what(), given);
    }
}

std::string queryParamsOf(const Request& request)
{
    const auto given = request.find<std::string_view>("query_params");
    return given ? queryText(*given) : std::string();
}

/// Path and query below the app's address.
std::string targetOf(const AppPath& path, const std::string& queryParams)
{
    const auto query = path.query() + (path.query().empty() || queryParams.empty() ? "" : "&") + queryParams;
    auto target = path.path() + (query.empty() ? "" : "?" + query);
    if (target.size() > longestTarget)
        throw InvalidParameter({"query", "path"}, "with query_params it is longer than " + std::to_string(longestTarget) + " bytes");
    return target;
}

/// What the caller asks for; its address is not known yet.
AppRequest requested(const Request& request)
{
    AppRequest call{request.parameter<std::string>("name"), {}, {}, {}};
    std::optional<AppPath> path;
    std::string queryParams;
    ParameterChecks checks;
    checks.run([&] { path = pathOf(request); });
    checks.run([&] { call.method = methodOf(request); });
    checks.run([&] { queryParams = queryParamsOf(request); });
    checks.finish();
    call.url = targetOf(*path, queryParams);
    call.body = payloadOf(request, call.method);
    return call;
}

AppAddress addressOf(const flyteidl2::app::App& app, const std::string& name)
{
    const auto& url = flyte::endpointOf(app);
    if (url.empty()) throw Conflict("App " + name + " has no address to be called at");
    auto address = AppAddress::parse(url);
    if (!address) throw BadGateway("App " + name + " has an address that is no http or https URL", url);
    return *std::move(address);
}

} // namespace

void CallApp::describe(Endpoint& endpoint)
{
    endpoint.post("call_app", "/app/{name}/call")
        .summary("Calls an endpoint of an app")
        .description("The request goes to the app's own address and nowhere else. Redirects are followed as long as they stay there.")
        .path("name", "the app's name", example("echo"))
        .requiredQuery<std::string>("path", "the path below the app's address; it may have a query",
                                    pattern(R"(^[^\\\u0000-\u001f\u007f]*$)") & example("/greet"))
        .query<std::string>("method", "GET", "GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS, in any case",
                            Constraint{R"({"anyOf":[{"enum":["GET","HEAD","POST","PUT","PATCH","DELETE","OPTIONS"]}]})"})
        .guardedAs(Resource::app("name", "Cannot call self"));
    flyte::Place::describeQuery(endpoint)
        .bodyKey("payload", "what POST, PUT and PATCH send, as JSON", Constraint{R"({"examples":[{"to":"Ada"}]})"})
        .bodyKey("query_params", "the query: texts, numbers, booleans, null, or lists of these for a key that is given repeatedly",
                 Constraint{querySchema})
        .reply(200, "the app's JSON as it came; of an answer that is no JSON the object {\"response\": its text}",
               R"({"description":"whatever the app says","examples":[{"greeting":"Hello, Ada!"}]})")
        .failure(403, "the app's address lies where the operator does not let requests go")
        .failure(404, "there is no such app", "App echo not found")
        .failure(409, "the app has no address");
    flyte::describeFailures(endpoint);
}

void CallApp::handle(Request& request, Reply& reply)
{
    auto call = requested(request);
    const auto address = addressOf(_client->apps(request).get(_client->place().of(request), call.name), call.name);
    call.url = address.url(call.url);
    relay(_caller.call(request, address, std::move(call)), reply);
}

} // namespace flyte_webhook::app
