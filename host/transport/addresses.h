#pragma once
#include "transport/resolver.h"
#include <Poco/Net/IPAddress.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace flyte_webhook::host::transport
{

/// The addresses of one host, remembered: once they are known nobody waits for a look-up, and now and then they are looked up again beside
/// the requests. Thread: any.
class Addresses
{
public:
    using Clock = Patience::Clock;

    /// `host` is a name, or an address without brackets; `freshness` is how long its addresses are taken for true before they are looked up
    /// again. The resolver must outlive this.
    Addresses(Resolver& resolver, std::string host, Clock::duration freshness = std::chrono::seconds(30));

    /// In the order to try them. Throws TransportFailure when there are none or patience ends.
    std::vector<Poco::Net::IPAddress> get(Patience& patience);

    /// This one answered where others did not: as long as the host has it, it is tried first.
    void prefer(const Poco::Net::IPAddress& address);

    /// They did not work: the next get() waits for new ones.
    void forget();

private:
    bool takeWhatIsKnown(std::vector<Poco::Net::IPAddress>& addresses);
    void refresh();
    void take(std::vector<Poco::Net::IPAddress> addresses);
    void beginLookUp() noexcept;

    Resolver& _resolver;
    const std::string _host;
    const bool _isName;
    const Clock::duration _freshness;
    std::mutex _mutex;
    std::vector<Poco::Net::IPAddress> _known; ///< under the mutex, as all below
    Poco::Net::IPAddress _preferred;
    Clock::time_point _since;
    std::shared_ptr<Resolver::LookUp> _lookUp; ///< under way
};

} // namespace flyte_webhook::host::transport
