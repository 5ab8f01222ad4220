#pragma once
#include "base/file_descriptor.h"
#include "http/tls_stream.h"
#include "http/transfer.h"
#include <cstddef>
#include <memory>
#include <sys/uio.h>

namespace flyte_webhook::host
{

/// The bytes to and from one client, in plain text or by TLS; never blocks. All that knows of a connection's transport: outcomes are told
/// in bytes of HTTP, not of the wire. Thread: one at a time.
class ClientSocket
{
public:
    using Outcome = Transfer::Outcome;

    /// What comes before the first byte of HTTP.
    enum class Start
    {
        Ready,
        Blocked,   ///< the client has to send something yet
        PlainHttp, ///< the client speaks HTTP where TLS was expected; from here on so does this end
        Ended
    };

    /// Without a context it is plain text. Throws std::bad_alloc.
    explicit ClientSocket(FileDescriptor descriptor, const TlsContext* tls = nullptr);

    /// Goes on with what comes before HTTP. Until it says Ready, nothing else may be called but endOutput() and breakOff().
    Start start() noexcept;

    /// Nothing is missing of what comes before HTTP.
    bool started() const noexcept { return !_tls || _tls->begun(); }

    /// The client has begun with that, or there is nothing.
    bool heard() const noexcept { return !_tls || _tls->heard(); }

    Transfer receive(char* space, std::size_t size) noexcept;

    /// What is Blocked must be sent again, from the same byte on.
    Transfer send(iovec* pieces, std::size_t count) noexcept;

    /// Bytes of the client's have left the kernel but are not received yet, so the poller will not tell of them.
    bool holdsInput() const noexcept { return _tls && _tls->holdsInput(); }

    /// What is Blocked waits for the opposite of what it is named after: start() and receive() until the socket takes bytes, send() until
    /// some come.
    bool reversed() const noexcept { return _tls && _tls->reversed(); }

    /// Tells the client that no more comes; it may still send, but nobody reads that as HTTP.
    void endOutput() noexcept;

    /// Lets the client see an error instead of an orderly end when the socket is closed.
    void breakOff() noexcept;

    /// Gives the connection, which must be plain text, to another owner.
    FileDescriptor release() noexcept { return std::move(_descriptor); }

    int descriptor() const noexcept { return _descriptor.number(); }

private:
    FileDescriptor _descriptor;
    std::unique_ptr<TlsStream> _tls; ///< declared behind the descriptor: its end goes out by that
};

} // namespace flyte_webhook::host
