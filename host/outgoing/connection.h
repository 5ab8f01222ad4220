#pragma once
#include "base/file_descriptor.h"
#include "outgoing/patience.h"
#include "outgoing/tls.h"
#include "outgoing/url.h"
#include <Poco/Net/IPAddress.h>
#include <cstddef>
#include <string_view>

namespace flyte_webhook::host::outgoing
{

/// A connection to one address of a target, with TLS where its URL says so. Every wait ends with the patience given. Thread: one at a
/// time.
class Connection
{
public:
    /// Connects, to that very address; `until` bounds this attempt. Throws OutgoingFailure.
    Connection(const Url& url, const Poco::Net::IPAddress& address, const Tls& tls, Patience& patience, Patience::Clock::time_point until);

    const Poco::Net::IPAddress& address() const noexcept { return _address; }

    /// Sends all of it. Throws BrokenConnection when the other side has gone.
    void write(std::string_view data, Patience& patience);

    /// Waits for some bytes and returns how many came; 0 at the orderly end. Throws BrokenConnection.
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
    void connect(const Url& url, Patience& patience, Patience::Clock::time_point until);
    void shakeHands(Patience& patience, Patience::Clock::time_point until);
    const char* handshakeFailure() const;
    short retryEvents(int result) const;
    Progress writePlain(std::string_view data);
    Progress readPlain(char* buffer, std::size_t size);
    Progress writeSecure(std::string_view data);
    Progress readSecure(char* buffer, std::size_t size);

    const Poco::Net::IPAddress _address;
    const FileDescriptor _socket;
    TlsSession _session;
};

} // namespace flyte_webhook::host::outgoing
