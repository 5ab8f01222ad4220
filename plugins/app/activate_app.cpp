#include "activate_app.h"
#include <flyte_webhook/flyte/failures.h>

namespace flyte_webhook::app
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["name","is_active","endpoint","url"],"properties":{
    "name":{"type":"string"},
    "is_active":{"type":"boolean","description":"false: it is on its way"},
    "endpoint":{"type":"string","description":"where the app is reached; empty when it has no address"},
    "url":{"type":"string","format":"uri","description":"the app's page in the console"}},
    "examples":[{"name":"echo","is_active":true,"endpoint":"https://echo.apps.example.com",
        "url":"https://acme.hosted.example.com/v2/domain/development/project/flytesnacks/apps/echo"}]})";

} // namespace

void ActivateApp::describe(Endpoint& endpoint)
{
    endpoint.post("activate_app", "/app/{name}/activate")
        .summary("Starts an app")
        .description("An app that is active already is left as it is.")
        .path("name", "the app's name", example("echo"))
        .guardedAs(Resource::app("name", "Cannot activate self"));
    flyte::Place::describeQuery(endpoint)
        .query<bool>("wait", false, "answer when the app is active, not at once")
        .reply(200, "the app, as it is then", schema)
        .failure(404, "there is no such app", "App echo not found")
        .failure(409, "the app was changed by somebody else meanwhile");
    flyte::describeFailures(endpoint);
}

void ActivateApp::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("name");
    const auto place = _client->place().of(request);
    const auto wait = request.parameter<bool>("wait") ? flyte::Apps::Wait::Yes : flyte::Apps::Wait::No;
    const auto apps = _client->apps(request);
    const auto app = apps.bring(apps.get(place, name), flyte::AppGoal::Active, wait);
    reply.json()
        .field("name", name)
        .field("is_active", flyte::isActive(app))
        .field("endpoint", flyte::endpointOf(app))
        .field("url", _client->console().app(place, name));
}

} // namespace flyte_webhook::app
