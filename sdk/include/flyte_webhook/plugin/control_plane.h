#pragma once
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/plugin/errors.h>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace flyte_webhook
{

/// One control-plane call. The views must hold until the call returned.
struct Call
{
    std::string_view method;     ///< full name, "package.Service/Method"
    std::string_view message;    ///< the serialised request
    bool repeatable = false;     ///< it changes nothing, so it may be sent again when the control plane was unavailable
    std::string_view endpoint{}; ///< where to, as the control plane named it; empty: the control plane itself
};

/// What came of a call. `bytes` is the serialised answer when ok(), else the control plane's message; valid until the request ends.
struct CallResult
{
    Code code;
    std::string_view bytes;
    bool ok() const noexcept { return code == Code::Ok; }
};

/// A server-streaming call. Ends with the object. Thread: the request's.
class Stream
{
public:
    Stream(const fw_host& host, fw_stream* stream) : _host(&host), _stream(stream) {}
    Stream(Stream&& other) noexcept : _host(other._host), _stream(std::exchange(other._stream, nullptr)) {}
    Stream& operator=(Stream&&) = delete;
    ~Stream()
    {
        if (_stream) close();
    }

    /// Waits for the next message; false when there are no more. The view holds until the next call.
    bool next(std::string_view& message)
    {
        fw_bytes bytes{};
        if (!_stream || !_host->next(_stream, &bytes)) return false;
        message = toView(bytes);
        return true;
    }

    /// How the stream ended; cancels it when messages are left. At most once.
    CallResult close()
    {
        if (!_stream) throw std::logic_error("the stream is closed already");
        fw_lent error{};
        const auto code = _host->close(std::exchange(_stream, nullptr), &error);
        return {static_cast<Code>(code), toView(error)};
    }

private:
    const fw_host* _host;
    fw_stream* _stream;
};

/// The control plane, on the identity of one request's caller. Calls block, end with the request's time and when the client goes.
/// Cheap to copy. Thread: the request's.
class ControlPlane
{
public:
    ControlPlane(const fw_host& host, fw_request* request) : _host(&host), _request(request) {}

    CallResult call(const Call& call) const
    {
        const fw_call c = toAbi(call);
        fw_lent reply{};
        const auto code = _host->call(_request, &c, &reply);
        return {static_cast<Code>(code), toView(reply)};
    }

    Stream open(const Call& call) const
    {
        const fw_call c = toAbi(call);
        return Stream(*_host, _host->open(_request, &c));
    }

private:
    static fw_call toAbi(const Call& call)
    {
        return {sizeof(fw_call), call.repeatable, toBytes(call.method), toBytes(call.message), toBytes(call.endpoint)};
    }

    const fw_host* _host;
    fw_request* _request;
};

} // namespace flyte_webhook
