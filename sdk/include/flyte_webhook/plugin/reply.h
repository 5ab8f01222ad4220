#pragma once
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/plugin/json.h>
#include <optional>
#include <stdexcept>

namespace flyte_webhook
{

/// The answer to one request. A handler gives exactly one: json(), send() or begin(). Thread: the one that runs handle().
class Reply
{
public:
    Reply(const fw_host& host, fw_request* request) : _host(host), _request(request) {}
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;

    /// The status of a json() answer; 200 unless set.
    Reply& status(int status)
    {
        _status = status;
        return *this;
    }

    /// A header of the answer. Framing headers are the host's and refused.
    Reply& header(std::string_view name, std::string_view value)
    {
        if (!_host.reply_header(_request, toBytes(name), toBytes(value)))
            throw std::logic_error("the header " + std::string(name) + " cannot be set");
        return *this;
    }

    /// The JSON object that is the answer. Sent when handle() returns.
    JsonObject& json()
    {
        if (!_object) _object.emplace(_writer);
        return *_object;
    }

    /// The whole answer at once.
    void send(int status, std::string_view contentType, std::string_view body)
    {
        if (!_host.reply(_request, status, toBytes(contentType), toBytes(body))) throw std::logic_error("the request is answered already");
    }

    /// Begins a streamed answer, such as text/event-stream.
    void begin(int status, std::string_view contentType)
    {
        if (!_host.begin(_request, status, toBytes(contentType))) throw std::logic_error("the request is answered already");
    }

    /// Sends a piece of a streamed answer at once; false when the client has gone.
    bool write(std::string_view piece) { return _host.send(_request, toBytes(piece)) != 0; }

    /// Sends what json() holds. Called by the SDK after handle().
    void finish()
    {
        if (!_object) return;
        _object.reset();
        send(_status, "application/json", {_buffer.GetString(), _buffer.GetSize()});
    }

private:
    const fw_host& _host;
    fw_request* _request;
    int _status = 200;
    rapidjson::StringBuffer _buffer;
    JsonWriter _writer{_buffer};
    std::optional<JsonObject> _object;
};

} // namespace flyte_webhook
