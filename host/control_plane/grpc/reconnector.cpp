#include "reconnector.h"
#include <exception>

namespace flyte_webhook::host
{
namespace
{

using namespace std::chrono_literals;

constexpr auto patience = 30s;     // for one request to help
constexpr auto turn = 100ms;       // how long one look takes, and so how long the destructor may wait
constexpr auto hurryInterval = 1s; // after a failed look-up of a name gRPC alone would pause for up to two minutes

} // namespace

Reconnector::Reconnector()
    : _queue(grpc_completion_queue_create_for_next(nullptr)), _hurryAt(Clock::now() + hurryInterval), _thread([this] { run(); })
{
}

Reconnector::~Reconnector()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _changed.notify_all();
    _thread.join();
}

void Reconnector::help(std::shared_ptr<Channels> channels)
{
    const std::lock_guard lock(_mutex);
    _patients[std::move(channels)] = Clock::now() + patience;
    _changed.notify_all();
}

void Reconnector::run()
{
    std::unique_lock lock(_mutex);
    for (;;)
    {
        _changed.wait(lock, [this] { return _stopping || !_patients.empty(); });
        if (_stopping) return;
        try
        {
            help(lock);
        }
        catch (const std::exception&) // no memory
        {
            if (!lock) lock.lock();
            _changed.wait_for(lock, turn, [this] { return _stopping; });
        }
    }
}

/// One turn for all who need it.
void Reconnector::help(std::unique_lock<std::mutex>& lock)
{
    auto patients = _patients;
    lock.unlock();
    tend(patients);
    lock.lock();
    for (const auto& done : patients) _patients.erase(done.first);
}

/// One look at each; leaves those in the list that need no more.
void Reconnector::tend(Patients& patients)
{
    const auto now = Clock::now();
    const bool hurry = now >= _hurryAt;
    if (hurry) _hurryAt = now + hurryInterval;
    std::vector<std::shared_ptr<Channels>> looked;
    looked.reserve(patients.size()); // now: once one is watched, nothing may fail before await()
    std::size_t watched = 0;
    for (auto patient = patients.begin(); patient != patients.end();)
    {
        if (hurry) patient->first->hurry();
        const auto unconnected = patient->first->watchUnconnected(_queue.get(), now + turn);
        watched += unconnected;
        looked.push_back(patient->first);
        patient = unconnected && now < patient->second ? patients.erase(patient) : std::next(patient);
    }
    await(watched, looked);
}

/// gRPC's timers wait for a time of the wall clock: when that was set back, the looks do not end by themselves, nor do its own pauses.
void Reconnector::await(std::size_t watched, const std::vector<std::shared_ptr<Channels>>& looked)
{
    while (watched > 0)
        if (grpc_completion_queue_next(_queue.get(), toGrpcTime(Clock::now() + 2 * turn), nullptr).type == GRPC_OP_COMPLETE)
            --watched;
        else
            for (const auto& channels : looked) channels->hurry();
}

} // namespace flyte_webhook::host
