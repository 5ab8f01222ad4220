#pragma once
#include "http/connection_table.h"
#include "http/poller.h"
#include <condition_variable>
#include <mutex>

namespace flyte_webhook::host
{

class Activity;

/// Cancels requests whose client has gone, or that the end of the server cuts off. Thread: any.
class ClientWatch
{
public:
    ClientWatch(Poller& poller, ConnectionTable& table, const Activity& activity) : _poller(poller), _table(table), _activity(activity) {}

    /// For the owner: from now on `cancellation` is cancelled when the client goes, at once if it has gone.
    void watch(Slot& slot, Cancellation& cancellation);

    /// For the owner: no longer. The cancellation is not touched any more when this has returned.
    void forget(Slot& slot) noexcept;

    /// For an event: the client has gone. False: nobody watched.
    bool tell(Slot& slot, std::uint32_t generation);

    /// Cancels all that are watched.
    void tellAll();

private:
    void tellNow(Slot& slot);

    Poller& _poller;
    ConnectionTable& _table;
    const Activity& _activity;
    std::mutex _mutex; ///< taken when a client goes in mid-request, not by requests that pass
    std::condition_variable _told;
};

} // namespace flyte_webhook::host
