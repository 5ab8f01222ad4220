#include "sample_plugin.h"

using namespace flyte_webhook;

namespace
{

/// What the set-up function read.
struct Configured
{
    std::string greeting;
    std::int64_t most;
    double rate;
    bool loud;
    std::vector<std::string> words;
    std::string project;
};

class TellSettings final : public Handler
{
public:
    explicit TellSettings(Configured configured) : _configured(std::move(configured)) {}
    static void describe(Endpoint& endpoint) { endpoint.get("settings", "/settings").reply(200, "them"); }
    void handle(Request&, Reply& reply) override
    {
        auto& json = reply.json();
        json.field("greeting", _configured.greeting).field("most", _configured.most).field("rate", _configured.rate);
        json.field("loud", _configured.loud).field("project", _configured.project);
        auto words = json.array("words");
        for (const auto& word : _configured.words) words.add(word);
    }

private:
    const Configured _configured;
};

class Echo final : public Handler
{
public:
    static void describe(Endpoint& endpoint)
    {
        endpoint.post("echo", "/echo/{name}")
            .query<std::int64_t>("count", 3, "how often", between(1, 9))
            .query<bool>("loud", false, "in capitals")
            .query<std::string>("note", "a text")
            .either<std::vector<std::string>>("tags", {"a", "b"}, "texts")
            .query<double>("rate", "a number")
            .bodyKey("extra", "an object")
            .bodyObject("anything");
    }
    void handle(Request& request, Reply& reply) override
    {
        const auto document = request.json();
        auto& json = reply.status(201).header("X-Seen", request.header("x-sent").value_or("none")).json();
        json.field("name", request.parameter<std::string_view>("name")).field("count", request.parameter<std::int64_t>("count"));
        json.field("loud", request.parameter<bool>("loud")).field("note", request.find<std::string>("note"));
        json.field("rate", request.find<double>("rate")).field("big", document["big"].GetInt64());
        {
            auto tags = json.array("tags");
            for (const auto& tag : request.parameter<std::vector<std::string>>("tags")) tags.add(tag);
        }
        json.field("id", request.id()).field("caller", request.caller());
        json.field("left", request.timeLeft().count()).field("cancelled", request.cancelled());
    }
};

class Throw final : public Handler
{
public:
    static void describe(Endpoint& endpoint)
    {
        endpoint.get("throw", "/throw/{what}").query<std::int64_t>("code", 0, "of a call").query<bool>("late", false, "after the answer");
        endpoint.either<std::string>("side", "of either place");
    }
    void handle(Request& request, Reply& reply) override
    {
        if (request.parameter<bool>("late")) reply.begin(200, "text/plain");
        const auto what = request.parameter<std::string>("what");
        if (what == "invalid") throw InvalidArgument("no", "because");
        if (what == "unauthenticated") throw Unauthenticated("no");
        if (what == "denied") throw PermissionDenied("no");
        if (what == "missing") throw NotFound("no");
        if (what == "conflict") throw Conflict("no");
        if (what == "unimplemented") throw NotImplemented("no");
        if (what == "gateway") throw BadGateway("no");
        if (what == "late") throw GatewayTimeout("no");
        if (what == "upstream") throw UpstreamError(418, "no");
        if (what == "teapot") throw Error(418, "teapot", "no coffee");
        if (what == "odd") throw Error(200, "odd", "no status of an error");
        if (what == "parameter") throw InvalidParameter({"body", "limits", "cpu"}, "\"two\" is no number", "two");
        if (what == "side") throw InvalidParameter({"query", "side", "left"}, "it is none");
        if (what == "long") throw InvalidParameter({"query", "path"}, "it is too long", std::string(2000, 'x'));
        if (what == "call") throw CallError(static_cast<Code>(request.parameter<std::int64_t>("code")), "Reading it", "it broke");
        if (what == "half") reply.json().field("half", 1);
        if (what == "int") throw 42;
        throw std::runtime_error("secret reason");
    }
};

class Relay final : public Handler
{
public:
    static void describe(Endpoint& endpoint) { endpoint.get("relay", "/relay").query<std::string>("endpoint", "where to"); }
    void handle(Request& request, Reply& reply) override
    {
        const auto endpoint = request.find<std::string>("endpoint").value_or("");
        const auto first = request.controlPlane().call({"a.B/Get", "question", true, endpoint});
        const auto second = request.controlPlane().call({"a.B/Put", "change"});
        reply.json().field("first", first.bytes).field("ok", first.ok()).field("second", second.bytes).field("code", int(second.code));
    }
};

class Watch final : public Handler
{
public:
    static void describe(Endpoint& endpoint)
    {
        endpoint.get("watch", "/watch").query<std::int64_t>("most", 100, "messages").query<bool>("leave", false, "without an end");
    }
    void handle(Request& request, Reply& reply) override
    {
        auto stream = request.controlPlane().open({"a.B/Watch", "all"});
        reply.begin(200, "text/event-stream");
        std::string_view message;
        auto left = request.parameter<std::int64_t>("most");
        while (left-- > 0 && stream.next(message))
            if (!reply.write("data: " + std::string(message) + "\n\n")) return;
        if (request.parameter<bool>("leave")) return;
        const auto end = stream.close();
        reply.write("end: " + std::to_string(int(end.code)) + " " + std::string(end.bytes));
    }
};

class Fetch final : public Handler
{
public:
    explicit Fetch(Counter fetched, Histogram sizes) : _fetched(fetched), _sizes(sizes) {}
    static void describe(Endpoint& endpoint) { endpoint.get("fetch", "/fetch").requiredQuery<std::string>("url", "what"); }
    void handle(Request& request, Reply& reply) override
    {
        const auto url = request.parameter<std::string>("url");
        HttpRequest http;
        http.method = "POST";
        http.url = url;
        http.body = "ping";
        http.headers = {{"Accept", "text/plain"}};
        http.credentials = true;
        const auto answer = request.send(http);
        request.log(FW_LOG_INFO, "fetched " + url);
        _fetched.add();
        _sizes.observe(static_cast<double>(answer.body.size()));
        auto& json = reply.json();
        json.field("answered", answer.answered()).field("status", answer.status).field("body", answer.body).field("error", answer.error);
        json.field("header", answer.headers.empty() ? std::string_view() : answer.headers[0].second);
    }

private:
    const Counter _fetched;
    const Histogram _sizes;
};

class Answer final : public Handler
{
public:
    static void describe(Endpoint& endpoint) { endpoint.get("answer", "/answer/{how}"); }
    void handle(Request& request, Reply& reply) override
    {
        const auto how = request.parameter<std::string>("how");
        if (how == "text") reply.send(202, "text/plain", "done");
        if (how == "twice") (reply.send(200, "text/plain", "one"), reply.send(200, "text/plain", "two"));
        if (how == "framing") reply.header("Content-Length", "7");
        if (how == "split") reply.header("X-A", "a\r\nX-B: b");
        if (how == "nan") reply.json().field("nan", std::numeric_limits<double>::quiet_NaN());
    }
};

void setUp(Plugin& plugin)
{
    plugin.summary("One of each");
    Configured configured;
    configured.greeting = plugin.setting<std::string>("greeting", "Hello", "the first word", length(1, 20));
    configured.most = plugin.setting<std::int64_t>("most", 100, "an upper bound", between(1, 1000));
    configured.rate = plugin.setting<double>("rate", 0.5, "a rate");
    configured.loud = plugin.setting<bool>("loud", false, "in capitals");
    configured.words = plugin.setting<std::vector<std::string>>("words", {"one", "two"}, "some words");
    configured.project = plugin.fact("webhook.project");
    if (configured.greeting == "Goodbye") throw std::invalid_argument("Goodbye is no greeting");
    plugin.log(FW_LOG_INFO, "set up");
    plugin.add<TellSettings>(configured);
    plugin.add<Echo>();
    plugin.add<Throw>();
    plugin.add<Relay>();
    plugin.add<Watch>();
    const auto fetched = plugin.counter("fetched_total", "what was fetched");
    plugin.add<Fetch>(fetched, plugin.histogram("fetched_bytes", "how much", {1, 10, 100}));
    plugin.add<Answer>();
}

} // namespace

const fw_plugin_table* samplePlugin(const fw_host* host, fw_const* why)
{
    static Module<&setUp> module("sample", "2.0.0");
    return module.open(host, why);
}
