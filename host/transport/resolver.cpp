#include "resolver.h"
#include "base/file_descriptor.h"
#include "transport/transport_failure.h"
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <netdb.h>
#include <sys/eventfd.h>
#include <thread>

namespace flyte_webhook::host::transport
{
namespace
{

using Poco::Net::IPAddress;

using Found = Resolver::Found;

Found ask(const std::string& host, int flags)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    addrinfo* list = nullptr;
    Found found;
    found.error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (found.error != 0) return found;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
    for (const auto* entry = list; entry; entry = entry->ai_next)
    {
        if (entry->ai_family == AF_INET)
            found.addresses.emplace_back(&reinterpret_cast<const sockaddr_in*>(entry->ai_addr)->sin_addr, sizeof(in_addr));
        else if (entry->ai_family == AF_INET6)
            found.addresses.emplace_back(&reinterpret_cast<const sockaddr_in6*>(entry->ai_addr)->sin6_addr, sizeof(in6_addr));
    }
    return found;
}

std::vector<IPAddress> checked(const std::string& host, Found found)
{
    if (found.error != 0 || found.addresses.empty()) throw TransportFailure(Fault::unknownHost, host + ": " + ::gai_strerror(found.error));
    return std::move(found.addresses);
}

} // namespace

/// Shared by the requester, who may go first, and the thread that works on it.
class Resolver::LookUp
{
public:
    explicit LookUp(std::string host) : _host(std::move(host)), _done(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        if (!_done.valid()) throw TransportFailure(Fault::noResources, std::string("eventfd: ") + std::strerror(errno));
    }

    void perform(const LookUpName& lookUpName)
    {
        auto result = ask(lookUpName);
        const std::lock_guard lock(_mutex);
        _found = std::move(result);
        ::eventfd_write(_done.number(), 1);
    }

    std::optional<Found> found()
    {
        const std::lock_guard lock(_mutex);
        return _found;
    }

    void await(Patience& patience) { patience.awaitEvent(_done.number()); }

private:
    /// What is thrown (no memory) must not end the thread, and with it the process.
    Found ask(const LookUpName& lookUpName) const noexcept
    try
    {
        return lookUpName(_host);
    }
    catch (const std::exception&)
    {
        return {EAI_MEMORY, {}};
    }

    const std::string _host;
    const FileDescriptor _done; ///< readable once found
    std::mutex _mutex;
    std::optional<Found> _found; ///< under the mutex
};

/// What the threads use.
class Resolver::Core : public std::enable_shared_from_this<Resolver::Core>
{
public:
    explicit Core(LookUpName lookUpName) : _lookUpName(std::move(lookUpName)) {}

    void add(const std::shared_ptr<LookUp>& lookUp);
    void end();

private:
    struct Worker
    {
        std::thread thread;
        bool asks = false; ///< and may be long in coming back
    };
    void addThread();
    void work(Worker& worker);

    const LookUpName _lookUpName;
    std::mutex _mutex;
    std::condition_variable _changed;
    std::deque<std::weak_ptr<LookUp>> _waiting; ///< the requesters own them; under the mutex, as all below
    std::list<Worker> _workers;
    std::size_t _resting = 0;
    bool _stopping = false;
};

void Resolver::Core::add(const std::shared_ptr<LookUp>& lookUp)
{
    {
        const std::lock_guard lock(_mutex);
        if (_resting <= _waiting.size() && _workers.size() < maxThreads) addThread();
        _waiting.push_back(lookUp);
    }
    _changed.notify_one();
}

/// Where there are threads, one that cannot be had is done without.
void Resolver::Core::addThread()
{
    auto& worker = _workers.emplace_back();
    try
    {
        worker.thread = std::thread([self = shared_from_this(), &worker] { self->work(worker); });
    }
    catch (const std::exception& error)
    {
        _workers.pop_back();
        if (_workers.empty()) throw TransportFailure(Fault::noResources, std::string("thread: ") + error.what());
    }
}

void Resolver::Core::work(Worker& worker)
{
    std::unique_lock lock(_mutex);
    for (;;)
    {
        ++_resting;
        _changed.wait(lock, [this] { return _stopping || !_waiting.empty(); });
        --_resting;
        if (_stopping) return;
        const auto lookUp = _waiting.front().lock();
        _waiting.pop_front();
        if (!lookUp) continue; // nobody waits for it any more
        worker.asks = true;
        lock.unlock();
        lookUp->perform(_lookUpName);
        lock.lock();
        worker.asks = false;
    }
}

/// A name service that does not answer is asked for up to 40 s, and nothing breaks that off: the end of the server, or of a configuration,
/// cannot wait for it. Such a thread has only this object, which it keeps, and the C library (docs/decisions/0006).
void Resolver::Core::end()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
        _waiting.clear();
        for (auto& worker : _workers)
            if (worker.asks) worker.thread.detach();
    }
    _changed.notify_all();
    for (auto& worker : _workers)
        if (worker.thread.joinable()) worker.thread.join();
}

Resolver::Resolver(LookUpName lookUpName) : _core(std::make_shared<Core>(std::move(lookUpName))) {}

Resolver::~Resolver() { _core->end(); }

std::vector<IPAddress> Resolver::resolve(const std::string& host, Patience& patience)
{
    if (auto numeric = ask(host, AI_NUMERICHOST); numeric.error == 0) return checked(host, std::move(numeric));
    const auto lookUp = begin(host);
    lookUp->await(patience);
    return checked(host, lookUp->found().value_or(Found{EAI_AGAIN, {}}));
}

std::shared_ptr<Resolver::LookUp> Resolver::begin(const std::string& host)
{
    auto lookUp = std::make_shared<LookUp>(host);
    _core->add(lookUp);
    return lookUp;
}

std::optional<Resolver::Found> Resolver::found(LookUp& lookUp) { return lookUp.found(); }

Resolver::Found Resolver::askSystem(const std::string& host) { return ask(host, AI_ADDRCONFIG); }

} // namespace flyte_webhook::host::transport
