// GET /example/{name}: what the plugin does stands here. The path, the parameters and the setting are yours to change.
#include <flyte_webhook/plugin.h>

namespace fw = flyte_webhook;

class Example final : public fw::Handler
{
public:
    explicit Example(std::string greeting) : _greeting(std::move(greeting)) {}

    static void describe(fw::Endpoint& endpoint)
    {
        endpoint.get("example", "/example/{name}")
            .summary("An answer of the plugin's own")
            .path("name", "who asks", fw::length(1, 64))
            .reply(200, "the answer", R"({"type":"object","properties":{"text":{"type":"string"}}})");
    }

    void handle(fw::Request& request, fw::Reply& reply) override
    {
        reply.json().field("text", _greeting + ", " + request.parameter<std::string>("name"));
    }

private:
    const std::string _greeting;
};

FLYTE_WEBHOOK_PLUGIN("example", "1.0.0")(fw::Plugin& plugin)
{
    plugin.summary("Says hello to whom the path names");
    plugin.add<Example>(plugin.setting<std::string>("greeting", "Hello", "how the answer begins", fw::length(1, 40)));
}
