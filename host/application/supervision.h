#pragma once
#include "application/server.h"
#include "application/signals.h"
#include "systemd/service_manager.h"
#include <chrono>
#include <future>
#include <optional>
#include <string>

namespace flyte_webhook::host
{

/// Keeps the service manager told of a server that serves: its state in a line, and that it lives, as long as it makes progress. Thread:
/// the server's owner.
class Supervision
{
public:
    /// Tells that the server is ready.
    Supervision(const ServiceManager& manager, const Server& server);

    /// How often tick() is to be called; none: nobody listens.
    std::optional<std::chrono::milliseconds> period() const noexcept { return _period; }

    /// Tells what there is to tell by now; the rest of the time it costs nothing.
    void tick();

    /// Of that, no more than that the server lives: while it is kept from all else.
    void beat();

    /// Waits for work on another thread, and beats meanwhile. False: the server is told to end, and the work is not done yet.
    template <typename Result> bool await(const std::future<Result>& work, const Signals& signals)
    {
        for (; work.wait_for(std::chrono::seconds(1)) == std::future_status::timeout; beat())
            if (signals.endIsPending()) return false;
        return true;
    }

    /// Around a reload. `problem` is why it was refused, empty when it was not; the status tells it until the next one.
    void reloading();
    void reloaded(std::string problem);

private:
    using Clock = std::chrono::steady_clock;

    std::string status() const;
    void tellStatus();

    const ServiceManager& _manager;
    const Server& _server;
    const std::optional<std::chrono::milliseconds> _period;
    std::string _problem;
    std::string _status; ///< as it was told last
    Clock::time_point _nextStatus, _nextBeat;
    HttpServer::Pulse _pulse;
};

} // namespace flyte_webhook::host
