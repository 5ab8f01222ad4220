#pragma once
#include "plugin_state.h"
#include <deque>

namespace flyte_webhook::testing
{

class RequestState;

/// An open stream: what a fw_stream points to.
struct OpenStream
{
    RequestState& request;
    ScriptedStream script;
    std::size_t position = 0;
    bool open = true;
    std::string message{}; ///< the one that was handed out last
};

/// One request while its handler runs: what a fw_request points to. Everything that it lends ends with it, so that a plugin which keeps
/// lent bytes is caught by the address sanitizer. Thread: the one that sends the request.
class RequestState
{
public:
    RequestState(const FakeRequest& request, const fw_endpoint& endpoint);
    ~RequestState();
    RequestState(const RequestState&) = delete;
    RequestState& operator=(const RequestState&) = delete;

    const std::string* parameter(const std::string& name) const;
    /// Where its value stands, a fw_place; 0: nowhere.
    std::uint32_t place(const std::string& name) const;
    const std::string* header(const std::string& name) const;
    const std::string& body() const { return _body; }
    const std::string& id() const { return _request._id; }
    const std::string& caller() const { return _request._caller; }
    std::chrono::milliseconds timeLeft() const { return _request._cancelled ? std::chrono::milliseconds(0) : _request._timeLeft; }
    bool cancelled() const { return _request._cancelled || gone(); }
    PluginState& plugin() const { return _request._plugin; }

    /// Keeps bytes until the request ends.
    fw_lent lend(std::string bytes);
    /// Keeps headers until the request ends.
    const std::vector<fw_header>& lend(const Headers& headers);
    OpenStream& open(ScriptedStream script);

    void setSubject(const std::string& subject) { _reply.subject = subject; }
    bool setHeader(const std::string& name, const std::string& value);
    bool reply(int status, const std::string& contentType, const std::string& body);
    bool fail(int status, const std::string& kind, const std::string& detail, const std::string& cause);
    bool failCall(int code, const std::string& attempt, const std::string& message);
    bool begin(int status, const std::string& contentType);
    bool send(const std::string& piece);

    /// The answer; a 500 when the handler gave none.
    FakeReply take();

private:
    bool gone() const { return _reply.pieces.size() >= _request._goAfter; }

    const FakeRequest& _request;
    const fw_endpoint& _endpoint;
    const std::map<std::string, std::string> _parameters;
    const std::string _body;
    std::deque<std::string> _lent;
    std::deque<std::vector<fw_header>> _lentHeaders;
    std::deque<OpenStream> _streams;
    FakeReply _reply;
    bool _answered = false;
};

} // namespace flyte_webhook::testing
