#include "cancellation.h"

namespace flyte_webhook::host
{

void Cancellation::cancel()
{
    const std::lock_guard lock(_mutex); // held while the action runs, so that ~Action waits for it
    if (_cancelled.exchange(true, std::memory_order_acq_rel)) return;
    if (_action) _action();
}

Cancellation::Action::Action(Cancellation& cancellation, std::function<void()> action) : _cancellation(cancellation)
{
    const std::lock_guard lock(cancellation._mutex);
    if (cancellation._cancelled.load(std::memory_order_acquire))
        action();
    else
        cancellation._action = std::move(action);
}

Cancellation::Action::~Action()
{
    const std::lock_guard lock(_cancellation._mutex);
    _cancellation._action = nullptr;
}

} // namespace flyte_webhook::host
