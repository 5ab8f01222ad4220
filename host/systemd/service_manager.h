#pragma once
#include <chrono>
#include <optional>
#include <string>

namespace flyte_webhook::host
{

/// Who started this process and wants to hear how it does: systemd, or another that listens at $NOTIFY_SOCKET. Where nobody does, nothing
/// happens; who does not listen in time is not waited for. Thread: any.
class ServiceManager
{
public:
    bool listens() const noexcept;

    /// The service serves; again behind reloading().
    void ready(const std::string& status) const noexcept;

    /// The configuration is read again; ready() says that it is done.
    void reloading() const noexcept;

    /// The service ends, and takes no longer than that.
    void stopping(std::chrono::microseconds patience) const noexcept;

    /// What it does or why it does not, in a line for the operator.
    void status(const std::string& text) const noexcept;

    /// The service makes progress. Without that for as long as watchdog() says it is taken for hung.
    void alive() const noexcept;
    std::optional<std::chrono::microseconds> watchdog() const noexcept;
};

} // namespace flyte_webhook::host
