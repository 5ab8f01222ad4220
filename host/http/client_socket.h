#pragma once
#include "base/file_descriptor.h"
#include <cstddef>
#include <sys/uio.h>

namespace flyte_webhook::host
{

/// The bytes to and from one client; never blocks. All that knows of a connection's transport, so that another (TLS) can take its place:
/// outcomes are told in bytes of HTTP, not of the wire. Thread: one at a time.
class ClientSocket
{
public:
    enum class Outcome
    {
        Moved,   ///< at least one byte
        Blocked, ///< none now, later perhaps
        Ended    ///< none ever again: the client closed, or the connection broke
    };

    struct Transfer
    {
        Outcome outcome;
        std::size_t size = 0;
    };

    explicit ClientSocket(FileDescriptor descriptor) noexcept : _descriptor(std::move(descriptor)) {}

    Transfer receive(char* space, std::size_t size) noexcept;
    Transfer send(iovec* pieces, std::size_t count) noexcept;

    /// Tells the client that no more comes; it may still send.
    void endOutput() noexcept;

    /// Lets the client see an error instead of an orderly end when the socket is closed.
    void breakOff() noexcept;

    /// Gives the connection to another owner.
    FileDescriptor release() noexcept { return std::move(_descriptor); }

    int descriptor() const noexcept { return _descriptor.number(); }

private:
    FileDescriptor _descriptor;
};

} // namespace flyte_webhook::host
