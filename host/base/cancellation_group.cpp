#include "cancellation_group.h"
#include <algorithm>

namespace flyte_webhook::host
{

void CancellationGroup::add(Cancellation& part)
{
    const std::lock_guard lock(_mutex);
    _parts.push_back(&part);
    if (_cancelled) part.cancel();
}

void CancellationGroup::remove(Cancellation& part) noexcept
{
    const std::lock_guard lock(_mutex);
    _parts.erase(std::remove(_parts.begin(), _parts.end(), &part), _parts.end());
}

void CancellationGroup::cancel()
{
    const std::lock_guard lock(_mutex);
    _cancelled = true;
    for (auto* part : _parts) part->cancel();
}

} // namespace flyte_webhook::host
