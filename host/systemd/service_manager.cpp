#include "service_manager.h"
#include <algorithm>
#include <cstdlib>
#include <systemd/sd-daemon.h>

namespace flyte_webhook::host
{

namespace
{

/// A message has a line a word, so a text must not have several.
std::string statusLine(const std::string& text)
{
    auto line = "STATUS=" + text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string number(std::chrono::microseconds time) { return std::to_string(time.count()); }

void send(const std::string& message) noexcept { sd_notify(0, message.c_str()); }

} // namespace

bool ServiceManager::listens() const noexcept { return std::getenv("NOTIFY_SOCKET") != nullptr; }

void ServiceManager::ready(const std::string& text) const noexcept { send("READY=1\n" + statusLine(text)); }

void ServiceManager::reloading() const noexcept
{
    // CLOCK_MONOTONIC, by which the manager tells this reload from an earlier one.
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch());
    send("RELOADING=1\nMONOTONIC_USEC=" + number(now) + "\nSTATUS=Reading the configuration again");
}

void ServiceManager::stopping(std::chrono::microseconds patience) const noexcept
{
    send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + number(patience) + "\nSTATUS=Finishing the requests that run");
}

void ServiceManager::status(const std::string& text) const noexcept { send(statusLine(text)); }

void ServiceManager::alive() const noexcept { send("WATCHDOG=1"); }

std::optional<std::chrono::microseconds> ServiceManager::watchdog() const noexcept
{
    std::uint64_t period = 0;
    if (sd_watchdog_enabled(0, &period) <= 0) return std::nullopt;
    return std::chrono::microseconds(period);
}

} // namespace flyte_webhook::host
