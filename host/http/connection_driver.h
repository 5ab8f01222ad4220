#pragma once
#include "http/server_parts.h"

namespace flyte_webhook::host
{

/// Moves connections on, each as far as it goes without waiting for its client: reads, lets a whole request be served, writes, then gives
/// the connection back to the poller, to the queue, or closes it. Every function takes a connection that the calling thread owns and leaves
/// it with one that it does not own any more. Thread: one; each worker has its own.
class ConnectionDriver
{
public:
    explicit ConnectionDriver(ServerParts& parts) : _parts(parts) {}

    /// A new connection.
    void admit(FileDescriptor descriptor, const PeerAddress& peer);

    /// The client sent something or takes something.
    void ready(Slot& slot) noexcept;

    /// It did not in time.
    void expired(Slot& slot) noexcept;

    /// A request from the queue; beginServing() was true for it.
    void serveQueued(Slot& slot) noexcept;

    /// Closes it when no request is under way on it, else waits on.
    void closeIfIdle(Slot& slot) noexcept;

    /// Closes it.
    void drop(Slot& slot) noexcept;

private:
    // These return true when there is input left to examine; else the connection has been given away.
    bool proceed(Slot& slot);
    bool read(Slot& slot);
    bool nothingRead(Slot& slot, ClientSocket::Outcome why) noexcept;
    bool examine(Slot& slot);
    bool awaitMore(Slot& slot);
    bool dispatch(Slot& slot);
    bool serve(Slot& slot);
    bool refuse(Slot& slot, const Rejection& rejection, Ending behind);
    bool refuseLate(Slot& slot);
    bool answered(Slot& slot, Ending ending);
    bool resumeWriting(Slot& slot);
    bool written(Slot& slot);

    // These give it away.
    void awaitOutput(Slot& slot) noexcept;
    void park(Slot& slot) noexcept;
    void linger(Slot& slot) noexcept;
    void drain(Slot& slot) noexcept;
    void await(Slot& slot, std::uint32_t events, Exchange::Clock::time_point until) noexcept;

    template <typename Step> void drive(Slot& slot, Step step) noexcept;
    void lend(Connection& connection);
    void giveBack(Connection& connection) noexcept;

    ServerParts& _parts;
    std::unique_ptr<Workspace> _spare; ///< for the next connection that gets a request: nothing is allocated then
};

} // namespace flyte_webhook::host
