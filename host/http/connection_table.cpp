#include "connection_table.h"

namespace flyte_webhook::host
{

ConnectionTable::ConnectionTable(std::size_t capacity) : _capacity(capacity), _slots(std::make_unique<Slot[]>(capacity))
{
    _free.reserve(capacity);
}

Slot* ConnectionTable::take() noexcept
{
    const std::lock_guard lock(_mutex);
    Slot* slot = nullptr;
    if (!_free.empty())
    {
        slot = _free.back();
        _free.pop_back();
    }
    else if (const auto used = _used.load(std::memory_order_relaxed); used < _capacity)
    {
        slot = &_slots[used];
        _used.store(used + 1, std::memory_order_release);
    }
    if (slot) _size.fetch_add(1, std::memory_order_relaxed);
    return slot;
}

void ConnectionTable::release(Slot& slot) noexcept
{
    slot.connection.reset();
    const std::lock_guard lock(_mutex);
    _free.push_back(&slot);
    _size.fetch_sub(1, std::memory_order_relaxed);
}

} // namespace flyte_webhook::host
