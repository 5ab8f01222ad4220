#pragma once
#include "support/web.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// One request of a caller, and what its answer must hold.
struct MirrorRequest
{
    const char* kind; ///< the endpoint's id
    std::string method, target, body;
    std::vector<std::string> expected;
};

/// A caller in front of a server in front of a Mirror: sends requests over one connection that it keeps, and looks into each answer.
/// Thread: one at a time.
class MirrorClient
{
public:
    /// `plugins`: requests for the plugins "probe" as well. `apps`: call_app, whose apps are there.
    MirrorClient(int number, std::uint16_t port, bool plugins, bool apps);

    /// How many kinds of requests there are.
    static std::size_t kinds();

    /// One request of a kind; each has names of its own. No such kind here: nothing.
    std::optional<MirrorRequest> make(std::size_t kind);

    struct Result
    {
        MirrorRequest request;
        WebAnswer answer;   ///< status 0: there is none, or none that is whole
        std::string wrong;  ///< what is wrong with it; empty: it is right, or no 200
        std::string broken; ///< why there is none
    };

    /// Sends a request of some kind and waits for its answer. The next one uses a new connection where this one broke.
    Result step();
    Result ask(MirrorRequest request);

    const std::string& name() const { return _name; }

private:
    std::string check(const MirrorRequest& request, const WebAnswer& answer) const;

    const int _number;
    const std::string _name, _header;
    const std::uint16_t _port;
    const bool _plugins, _apps;
    std::unique_ptr<WebConnection> _connection;
    std::minstd_rand _random;
    std::uint64_t _count = 0;
};

} // namespace flyte_webhook::test
