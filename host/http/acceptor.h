#pragma once
#include "base/file_descriptor.h"
#include "http/peer_address.h"
#include "http/poller.h"
#include <Poco/Net/SocketAddress.h>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>

namespace flyte_webhook::host
{

/// The listening socket. When the process has no descriptor left, it gives up a spare one for a moment to be rid of the clients that
/// wait, instead of being woken for them over and over. Thread: any.
class Acceptor
{
public:
    /// Takes a client over; called under the lock, so it must not block, nor call what may. False: no further one for now.
    using Admit = std::function<bool(FileDescriptor, const PeerAddress&)>;

    /// Binds and listens. Throws Poco::Net::NetException.
    explicit Acceptor(const Poco::Net::SocketAddress& address);

    /// Takes a socket over that listens already.
    explicit Acceptor(FileDescriptor listening);

    /// Where it listens, with the port that port 0 became.
    const Poco::Net::SocketAddress& address() const noexcept { return _address; }

    /// How many clients wait to be accepted; 0 while some are being accepted, and once it is closed. Never waits.
    std::size_t waiting() noexcept;

    /// Lets the poller tell of clients that wait. Until close() that goes on by accept() and resume().
    void begin(Poller& poller, Poller::Key key);

    /// For an event: accepts those who wait, a bounded number. `plain`: who cannot be taken for lack of descriptors can be told so by HTTP.
    void accept(Poller& poller, Poller::Key key, const Admit& admit, bool plain);

    /// For the timer: goes on where accept() had to give up for lack of descriptors or memory.
    void resume(Poller& poller, Poller::Key key);

    void close() noexcept;

    /// How many clients could not be taken for lack of descriptors. Thread: any.
    unsigned long long refused() const noexcept { return _refused.load(std::memory_order_relaxed); }

private:
    bool acceptOne(const Admit& admit, bool plain);
    bool refuseOne(bool plain) noexcept;
    FileDescriptor next(PeerAddress& peer) noexcept;

    const std::string _outOfDescriptors; ///< what a client is told then
    std::mutex _mutex;
    FileDescriptor _socket;
    FileDescriptor _spare;
    bool _paused = false; ///< not armed: the timer is to try again
    std::atomic<unsigned long long> _refused{0};
    const Poco::Net::SocketAddress _address;
};

} // namespace flyte_webhook::host
