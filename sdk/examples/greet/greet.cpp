// GET /greet/{name}: a plugin in C++ with one endpoint and one setting.
#include <flyte_webhook/plugin.h>

namespace fw = flyte_webhook;

class Greet final : public fw::Handler
{
public:
    explicit Greet(std::string greeting) : _greeting(std::move(greeting)) {}

    static void describe(fw::Endpoint& endpoint)
    {
        endpoint.get("greet", "/greet/{name}")
            .summary("A greeting")
            .path("name", "who is greeted")
            .reply(200, "the greeting", R"({"type":"object","properties":{"text":{"type":"string"}}})");
    }

    void handle(fw::Request& request, fw::Reply& reply) override
    {
        reply.json().field("text", _greeting + ", " + request.parameter<std::string>("name"));
    }

private:
    const std::string _greeting;
};

FLYTE_WEBHOOK_PLUGIN("greet", "1.0.0")(fw::Plugin& plugin)
{
    plugin.summary("Greets whom the path names");
    plugin.add<Greet>(plugin.setting<std::string>("greeting", "Hello", "how a greeting begins", fw::length(1, 40)));
}
