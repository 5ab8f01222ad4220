#pragma once
/// A host for unit tests of a plugin: in one process, without a server, a network or a control plane.
///
///     FakeHost host(&flyte_webhook_plugin);
///     host.fact("webhook.project", "shop");
///     host.answer("greetings.Service/Greet", bytes);
///     auto reply = host.request("hello").parameter("name", "Zoe").send();
///     CPPUNIT_ASSERT_EQUAL(200, reply.status);
///     CPPUNIT_ASSERT_EQUAL(std::size_t{1}, host.calls().size());
///
/// The plugin starts with the first request, or by start(). What is scripted for a control-plane method or a URL is used in its order;
/// the last stays. A method that nothing is scripted for answers UNIMPLEMENTED.
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/testing/fake_request.h>
#include <functional>
#include <memory>

namespace flyte_webhook::testing
{

/// The plugin does not start; what() is its reason.
struct StartRefused : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// The fake host with one plugin. Ends the plugin's instance with itself. Thread: scripting and looking at records is safe while requests
/// run on other threads; start() is not.
class FakeHost
{
public:
    /// The plugin's exported function.
    using Entry = const fw_plugin_table* (*)(const fw_host* host, fw_const* why);
    using Answer = std::function<CallAnswer(const RecordedCall&)>;
    using Stream = std::function<ScriptedStream(const RecordedCall&)>;
    using HttpAnswer = std::function<ScriptedHttp(const RecordedHttp&)>;

    /// Opens the plugin; throws StartRefused when it declines.
    explicit FakeHost(Entry entry);
    ~FakeHost();
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    /// What the plugin says of itself.
    const fw_plugin_table& table() const;

    /// A key of the plugin's section, as an operator writes it. Must be declared by the plugin.
    FakeHost& setting(const std::string& key, const std::string& text);

    /// One of the facts that every plugin may know. Before: webhook.name "flyte-webhook", webhook.project "flytesnacks", webhook.domain
    /// "development", control_plane.console_url "http://console".
    FakeHost& fact(const std::string& key, const std::string& value);

    /// Makes the plugin's instance with the settings so far; throws StartRefused when it does not take them. Again: what a reload does, the
    /// new instance is made and then the old one ended.
    void start();

    /// The next answer of a unary method: the serialised reply.
    FakeHost& answer(const std::string& method, std::string bytes);
    /// The next answer of a unary method: a failure.
    FakeHost& fail(const std::string& method, Code code, std::string message);
    /// The next answer of a unary method, made when it is called. `answer` runs on the request's thread.
    FakeHost& answer(const std::string& method, Answer answer);
    /// The next stream of a server-streaming method, and how it ends.
    FakeHost& stream(const std::string& method, std::vector<std::string> messages, CallAnswer end = {});
    /// The next answer of an outgoing HTTP request to exactly this URL. Unscripted ones are unreachable.
    FakeHost& http(const std::string& url, ScriptedHttp answer);

    // What answers where nothing is scripted for that method or URL. Runs on the request's thread; must be safe when several run at once.
    FakeHost& answerOthers(Answer answer);
    FakeHost& streamOthers(Stream stream);
    FakeHost& httpOthers(HttpAnswer answer);

    /// A request to the endpoint with this id; throws std::logic_error when the plugin has none.
    FakeRequest request(const std::string& endpointId);

    // What happened, in its order.
    std::vector<RecordedCall> calls() const;
    std::vector<RecordedCall> calls(const std::string& method) const;
    std::vector<RecordedHttp> httpCalls() const;
    std::vector<LogLine> log() const;
    std::vector<RecordedMetric> metrics() const;
    /// Streams that handlers left open; the host had to close them.
    std::size_t leftOpen() const;
    /// Forgets the records; scripts stay.
    void forget();

private:
    std::unique_ptr<PluginState> _state;
};

} // namespace flyte_webhook::testing
