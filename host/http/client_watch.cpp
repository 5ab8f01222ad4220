#include "client_watch.h"
#include "activity.h"
#include "base/cancellation.h"

namespace flyte_webhook::host
{

void ClientWatch::watch(Slot& slot, Cancellation& cancellation)
{
    slot.watcher = &cancellation;
    const auto generation = slot.ownership.beginWatching();
    _poller.arm(slot.connection->socket.descriptor(), Poller::hangup, {_table.indexOf(slot), generation});
    if (_activity.cut() && slot.ownership.beginTelling(generation)) tellNow(slot); // it may have missed tellAll()
}

void ClientWatch::forget(Slot& slot) noexcept
{
    if (slot.ownership.endWatching()) return;
    std::unique_lock lock(_mutex);
    _told.wait(lock, [&slot] { return slot.ownership.endWatching(); });
}

bool ClientWatch::tell(Slot& slot, std::uint32_t generation)
{
    if (!slot.ownership.beginTelling(generation)) return false;
    tellNow(slot);
    return true;
}

void ClientWatch::tellAll()
{
    _table.each(
        [this](Slot& slot)
        {
            if (slot.ownership.beginTelling()) tellNow(slot);
        });
}

void ClientWatch::tellNow(Slot& slot)
{
    slot.watcher->cancel();
    const std::lock_guard lock(_mutex);
    slot.ownership.told();
    _told.notify_all();
}

} // namespace flyte_webhook::host
