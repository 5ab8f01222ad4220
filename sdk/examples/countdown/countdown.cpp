// GET /countdown?from=3: an answer that is streamed while it is made, as server-sent events.
#include <flyte_webhook/plugin.h>
#include <thread>

namespace fw = flyte_webhook;

class Countdown final : public fw::Handler
{
public:
    static void describe(fw::Endpoint& endpoint)
    {
        endpoint.get("countdown", "/countdown")
            .summary("Counts down, an event a number")
            .query<std::int64_t>("from", 10, "the first number", fw::between(0, 3600))
            .query<std::int64_t>("pace", 1000, "milliseconds between two numbers", fw::between(1, 60000))
            .reply(200, "one event a number", {}, "text/event-stream");
    }

    void handle(fw::Request& request, fw::Reply& reply) override
    {
        const auto pace = std::chrono::milliseconds(request.parameter<std::int64_t>("pace"));
        const auto from = request.parameter<std::int64_t>("from");
        if (pace * from > request.timeLeft()) throw fw::InvalidArgument("That takes longer than a request may; count from less, or faster");

        reply.begin(200, "text/event-stream"); // from here on the status is out: what fails now breaks the stream off
        for (auto number = from; number >= 0; --number)
        {
            if (!reply.write("data: " + std::to_string(number) + "\n\n")) return; // the client has gone
            if (number) std::this_thread::sleep_for(pace);
        }
    }
};

FLYTE_WEBHOOK_PLUGIN("countdown", "1.0.0")(fw::Plugin& plugin)
{
    plugin.summary("Counts down");
    plugin.add<Countdown>();
}
