#pragma once
#include "http/connection_keeper.h"

namespace flyte_webhook::host
{

/// Moves connections on, each as far as it goes without waiting for its client: reads, lets a whole request be served, writes, then gives
/// the connection away again: to the poller, to the queue, or for good. Every function takes a connection that the calling thread owns and
/// leaves it with one that it does not own any more. Thread: one; each worker has its own.
class ConnectionDriver
{
public:
    explicit ConnectionDriver(ServerParts& parts) : _parts(parts), _keeper(parts) {}

    /// A new connection; calls no handler. The slot is returned when the caller owns it still and is to call ready() for it.
    Slot* admit(FileDescriptor descriptor, const PeerAddress& peer) noexcept;

    /// The client sent something or takes something.
    void ready(Slot& slot) noexcept;

    /// It did not in time.
    void expired(Slot& slot) noexcept;

    /// A request from the queue; beginServing() was true for it.
    void serveQueued(Slot& slot) noexcept;

    /// Closes it.
    void close(Slot& slot) noexcept { _keeper.drop(slot); }

private:
    template <typename Step> void drive(Slot& slot, Step step) noexcept;

    Next begin(Slot& slot, FileDescriptor descriptor, const PeerAddress& peer);
    Next proceed(Slot& slot);
    Next handshakeFailed(Slot& slot, ClientSocket::Start how);
    Next proceedReady(Slot& slot);
    Next read(Slot& slot);
    Next divert(Slot& slot);
    Next awaitFirstByte(Slot& slot) noexcept;
    Next examine(Slot& slot);
    Next awaitMore(Slot& slot);
    void setDeadline(Connection& connection, Connection::Phase phase) const;
    Next dispatch(Slot& slot);
    Next serve(Slot& slot);
    Next refuse(Slot& slot, const Rejection& rejection, Ending behind);
    Next endInTime(Slot& slot);
    Next refuseUnread(Slot& slot, const Rejection& rejection);
    Next answered(Slot& slot, Ending ending);
    Next breakOff(Slot& slot);
    Next resumeWriting(Slot& slot);
    Next written(Slot& slot);

    ServerParts& _parts;
    ConnectionKeeper _keeper;
};

} // namespace flyte_webhook::host
