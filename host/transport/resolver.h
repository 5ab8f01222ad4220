#pragma once
#include "transport/patience.h"
#include <Poco/Net/IPAddress.h>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::host::transport
{

/// Looks hosts up as the system does, on threads of its own, since a look-up knows no deadline; what nobody waits for any more is not
/// begun. The destructor does not wait for those that run: they end by themselves, and with them what they use. Thread: any.
class Resolver
{
public:
    /// What a look-up brought.
    struct Found
    {
        int error = 0; ///< of getaddrinfo()
        std::vector<Poco::Net::IPAddress> addresses;
    };
    using LookUpName = std::function<Found(const std::string& host)>;

    /// Look-ups at a time; more wait for their turn.
    static constexpr std::size_t maxThreads = 8;

    /// `lookUpName` asks the system; it is called from several threads at once, and kept by those that have not come back from it.
    explicit Resolver(LookUpName lookUpName = askSystem);
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// The addresses of a host, in the order to try them. Throws TransportFailure when there are none or patience ends.
    std::vector<Poco::Net::IPAddress> resolve(const std::string& host, Patience& patience);

    /// A look-up that was begun; whoever drops it waits for it no more.
    class LookUp;

    /// Begins to look a name up, without waiting. Throws TransportFailure when the process cannot.
    std::shared_ptr<LookUp> begin(const std::string& host);

    /// What a look-up brought; nothing while it is under way.
    static std::optional<Found> found(LookUp& lookUp);

private:
    class Core;
    static Found askSystem(const std::string& host);

    const std::shared_ptr<Core> _core; ///< its threads hold it as well
};

} // namespace flyte_webhook::host::transport
