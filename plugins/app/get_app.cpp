#include "get_app.h"
#include <flyte_webhook/flyte/failures.h>

namespace flyte_webhook::app
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["name","revision","endpoint","is_active","is_deactivated","url"],"properties":{
    "name":{"type":"string"},
    "revision":{"type":"integer","minimum":0,"description":"counts the changes of the app"},
    "endpoint":{"type":"string","description":"where the app is reached; empty when it has no address"},
    "is_active":{"type":"boolean","description":"it is active or started"},
    "is_deactivated":{"type":"boolean","description":"it is stopped or not assigned to a cluster"},
    "url":{"type":"string","format":"uri","description":"the app's page in the console"}},
    "examples":[{"name":"echo","revision":3,"endpoint":"https://echo.apps.example.com","is_active":true,"is_deactivated":false,
        "url":"https://acme.hosted.example.com/v2/domain/development/project/flytesnacks/apps/echo"}]})";

} // namespace

void GetApp::describe(Endpoint& endpoint)
{
    endpoint.get("get_app", "/app/{name}")
        .summary("What state an app is in, and where it is reached")
        .path("name", "the app's name", example("echo"))
        .guardedAs(Resource::app("name", "Cannot get status of self"));
    flyte::Place::describeQuery(endpoint).reply(200, "the app", schema).failure(404, "there is no such app", "App echo not found");
    flyte::describeFailures(endpoint);
}

void GetApp::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("name");
    const auto place = _client->place().of(request);
    const auto app = _client->apps(request).get(place, name);
    reply.json()
        .field("name", name)
        .field("revision", app.metadata().revision())
        .field("endpoint", flyte::endpointOf(app))
        .field("is_active", flyte::isActive(app))
        .field("is_deactivated", flyte::isDeactivated(app))
        .field("url", _client->console().app(place, name));
}

} // namespace flyte_webhook::app
