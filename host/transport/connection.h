#pragma once
#include "base/file_descriptor.h"
#include "transport/patience.h"
#include "transport/tls.h"
#include <Poco/Net/SocketAddress.h>
#include <cstddef>
#include <string>
#include <string_view>
#include <sys/uio.h>

namespace flyte_webhook::host::transport
{

/// A connection to one address, with TLS once secure() was called. Every wait ends with the patience given. Thread: one at a time.
class Connection
{
public:
    /// Connects; `until` bounds this attempt. Throws TransportFailure.
    Connection(const Poco::Net::SocketAddress& address, Patience& patience, Patience::Clock::time_point until);

    /// Puts TLS over it, before anything else is sent: the other side must prove that it is `host`. Throws TransportFailure.
    void secure(const Tls& tls, const std::string& host, Patience& patience, Patience::Clock::time_point until,
                Tls::Protocol protocol = Tls::Protocol::http1);

    const Poco::Net::SocketAddress& address() const noexcept { return _address; }
    bool isSecure() const noexcept { return _session != nullptr; }

    /// Which application protocol the other side chose in the TLS handshake; empty: none.
    std::string_view protocol() const;

    /// Sends all of it. Throws TransportFailure, with Fault::broken when the other side has gone.
    void write(std::string_view data, Patience& patience) { write(data, {}, patience); }

    /// Sends one behind the other.
    void write(std::string_view head, std::string_view body, Patience& patience);

    /// Whether anything has been given to the other side since the connection was made, as far as this side knows.
    std::size_t bytesSent() const noexcept { return _sent; }

    /// Waits for some bytes and returns how many came; 0 at the orderly end. Throws TransportFailure; when patience is over even though
    /// some are there.
    std::size_t read(char* buffer, std::size_t size, Patience& patience);

    /// Whether it can be used again: still open, and nothing came that nobody asked for.
    bool isFresh() const;

private:
    /// How many bytes went; when none could yet, the events of poll() to wait for.
    struct Progress
    {
        std::size_t count;
        short events;
    };
    void connect(Patience& patience, Patience::Clock::time_point until);
    void shakeHands(Patience& patience, Patience::Clock::time_point until);
    [[noreturn]] void failHandshake() const;
    short retryEvents(int result) const;
    Progress writePlain(const iovec* pieces, std::size_t count);
    std::size_t readPlain(char* buffer, std::size_t size, Patience& patience);
    Progress writeSecure(std::string_view data);
    Progress readSecure(char* buffer, std::size_t size);

    const Poco::Net::SocketAddress _address;
    const FileDescriptor _socket;
    TlsSession _session;
    std::size_t _sent = 0;
};

} // namespace flyte_webhook::host::transport
