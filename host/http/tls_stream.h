#pragma once
#include "http/transfer.h"
#include "tls/tls_context.h"
#include <sys/uio.h>

namespace flyte_webhook::host
{

/// The TLS of one connection: bytes of HTTP on one side, those of the wire on the other. Never blocks. Thread: one at a time.
class TlsStream
{
public:
    enum class Handshake
    {
        Done,
        Blocked,
        PlainHttp, ///< the client speaks HTTP without TLS
        Failed
    };

    explicit TlsStream(TlsSession session) noexcept : _session(std::move(session)) {}

    /// Tells the client that this is the end, unless the connection broke or was abandoned.
    ~TlsStream();
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    /// Begins the connection, or goes on with that. Done again and again once it was Done.
    Handshake shakeHands() noexcept;

    /// The handshake is done.
    bool begun() const noexcept { return _done; }

    /// Any byte of the client's has come.
    bool heard() const noexcept;

    Transfer receive(char* space, std::size_t size) noexcept;

    /// What is Blocked must be sent again, from the same byte on; more may follow it.
    Transfer send(const iovec* pieces, std::size_t count) noexcept;

    /// Bytes that came lie here, and not in the kernel: receive() tells whether they are enough for anything.
    bool holdsInput() const noexcept;

    /// The last call is Blocked on the opposite of what it is named after: receive() until bytes can be sent, send() until some come.
    bool reversed() const noexcept { return _reversed; }

    /// It shall end without notice, as if it broke.
    void abandon() noexcept { _usable = false; }

private:
    Transfer outcomeOf(int result, std::size_t size, int natural) noexcept;

    const TlsSession _session;
    bool _done = false;   ///< the handshake
    bool _usable = true;  ///< no error has come
    bool _drained = true; ///< what is held is not enough for anything
    bool _reversed = false;
};

} // namespace flyte_webhook::host
