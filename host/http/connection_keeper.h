#pragma once
#include "http/server_parts.h"

namespace flyte_webhook::host
{

/// What an owner does with its connection next.
enum class Next
{
    Nothing, ///< it has been given away: it may not be touched any more
    Examine, ///< bytes are there to be examined
    Proceed  ///< its client sent or took something
};

/// Keeps connections while their clients are waited for, and closes them. Every function takes a connection that the calling thread owns.
/// Thread: one; each worker has its own.
class ConnectionKeeper
{
public:
    explicit ConnectionKeeper(ServerParts& parts) : _parts(parts) {}

    /// Gives it to the poller until the client sends something (takes something), or `until`. Proceed: the client was quicker.
    Next awaitInput(Slot& slot, Exchange::Clock::time_point until) noexcept;
    Next awaitOutput(Slot& slot) noexcept;

    /// Waits for the first byte of a request; once the server is stopping, closes it instead, if it is not a fresh one.
    Next rest(Slot& slot, Exchange::Clock::time_point until) noexcept;

    /// Does that behind an answer.
    Next park(Slot& slot) noexcept;

    /// No more will be sent: reads for a while what the client still sends, so that it gets to read the answer.
    Next linger(Slot& slot) noexcept;

    /// Goes on with that.
    Next drain(Slot& slot) noexcept;

    /// Closes it.
    Next drop(Slot& slot) noexcept;

    /// Gives it a workspace, if it has none; takes it away again.
    void lend(Slot& slot);
    void takeBack(Connection& connection) noexcept;

private:
    Next await(Slot& slot, std::uint32_t events, Exchange::Clock::time_point until) noexcept;
    bool arm(Slot& slot, std::uint32_t events, std::uint32_t generation) noexcept;

    ServerParts& _parts;
    std::unique_ptr<Workspace> _spare; ///< for the next connection that gets a request: nothing is allocated then
};

} // namespace flyte_webhook::host
