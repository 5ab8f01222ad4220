#pragma once
#include <chrono>
#include <cstddef>
#include <flyte_webhook/plugin/text.h>
#include <flyte_webhook/testing/fake_reply.h>
#include <map>
#include <set>

namespace flyte_webhook::testing
{

class PluginState;

/// One request being put together; send() hands it to the plugin. Like the real host, it lets nothing through that contradicts the
/// endpoint's description: that is an error of the test, a std::logic_error. Thread: one at a time; several requests may be sent at once.
class FakeRequest
{
public:
    FakeRequest(PluginState& plugin, std::size_t endpoint);

    /// The value of a parameter: text, a number, a bool or a list of texts.
    template <typename T> FakeRequest& parameter(const std::string& name, const T& value)
    {
        if constexpr (std::is_convertible_v<const T&, std::string_view>)
            return give(name, FW_STRING, std::string(std::string_view(value)));
        else if constexpr (std::is_same_v<T, int>)
            return give(name, FW_INTEGER, toText<std::int64_t>(value));
        else
            return give(name, TextForm<T>::type, toText<T>(value));
    }

    /// The value of an object parameter, as JSON text.
    FakeRequest& object(const std::string& name, std::string json) { return give(name, FW_OBJECT, std::move(json)); }

    /// Of a parameter that may stand in the query or in the body: its value stands in the body. Default: in the query.
    FakeRequest& inBody(const std::string& name);

    FakeRequest& body(std::string bytes);
    FakeRequest& header(const std::string& name, std::string value);
    FakeRequest& id(std::string id);

    /// What tells this caller from others; "" for one without credentials. Default: "caller".
    FakeRequest& caller(std::string bytes);

    /// Default: a minute.
    FakeRequest& timeLeft(std::chrono::milliseconds time);

    /// The client has gone already.
    FakeRequest& cancelled();

    /// The client goes after it got so many pieces of a streamed answer.
    FakeRequest& goAfter(std::size_t pieces);

    /// Runs the handler. A handler that gives no answer is a 500, as with the real host.
    FakeReply send();

private:
    friend class RequestState;
    FakeRequest& give(const std::string& name, fw_type type, std::string text);

    PluginState& _plugin;
    std::size_t _endpoint;
    std::map<std::string, std::string> _parameters, _headers;
    std::set<std::string> _inBody;
    std::string _body, _id = "request-1", _caller = "caller";
    std::chrono::milliseconds _timeLeft{60000};
    bool _cancelled = false;
    std::size_t _goAfter = static_cast<std::size_t>(-1);
};

} // namespace flyte_webhook::testing
