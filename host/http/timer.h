#pragma once
#include "base/file_descriptor.h"
#include <chrono>

namespace flyte_webhook::host
{

/// A descriptor that becomes readable again and again.
class Timer
{
public:
    /// Throws std::system_error.
    explicit Timer(std::chrono::milliseconds period);

    int descriptor() const noexcept { return _descriptor.number(); }

    /// Makes it unreadable until the next time.
    void acknowledge() noexcept;

private:
    FileDescriptor _descriptor;
};

} // namespace flyte_webhook::host
