#pragma once
#include "base/cancellation.h"
#include <mutex>
#include <vector>

namespace flyte_webhook::host
{

/// The parts of one request's work that are done at the same time: all of them are cancelled when the whole is. Thread: any.
class CancellationGroup
{
public:
    explicit CancellationGroup(Cancellation& whole) : _action(whole, [this] { cancel(); }) {}

    /// Cancels the part when the group is cancelled, at once if that has happened.
    void add(Cancellation& part);

    /// The part is not touched any more when this has returned.
    void remove(Cancellation& part) noexcept;

    /// Cancels all parts, those that come later too.
    void cancel();

private:
    std::mutex _mutex;
    bool _cancelled = false;
    std::vector<Cancellation*> _parts;
    const Cancellation::Action _action; ///< the last, for it may act at once
};

} // namespace flyte_webhook::host
