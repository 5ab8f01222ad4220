#pragma once
#include "control_plane/call_server.h"
#include "support/webhook.h"
#include <chrono>
#include <condition_variable>
#include <cppunit/Asserter.h>
#include <cppunit/SourceLine.h>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// A folder with copies of some of the plugin fixtures; see tests/plugins.
class PluginFolder : public TemporaryDirectory
{
public:
    PluginFolder(std::initializer_list<std::string> fixtures)
    {
        for (const auto& name : fixtures)
            std::filesystem::copy_file(builtProgram("tests/plugins/" + name + ".so"), path() / (name + ".so"));
    }
};

/// A control plane that keeps what it gets and answers each call with "answer to <message>", or as the test says. Thread: any.
class Plane
{
public:
    explicit Plane(CallHandler handler = echo, std::uint16_t port = 0, Protocol protocol = Protocol::grpc)
        : _handler(std::move(handler)), _server(makeCallServer(
                                            protocol, [this](const ReceivedCall& call) { return take(call); }, port))
    {
    }

    static Answer echo(const ReceivedCall& call) { return {{"answer to " + call.message}}; }

    std::uint16_t port() const { return _server->port(); }
    std::string address() const { return "http://127.0.0.1:" + std::to_string(port()); }

    std::vector<ReceivedCall> calls() const
    {
        const std::lock_guard lock(_mutex);
        return _calls;
    }

    /// Waits until that many calls have come.
    bool waitForCalls(std::size_t count, std::chrono::seconds patience = std::chrono::seconds(30))
    {
        std::unique_lock lock(_mutex);
        return _changed.wait_for(lock, patience, [&] { return _calls.size() >= count; });
    }

private:
    Answer take(const ReceivedCall& call)
    {
        {
            const std::lock_guard lock(_mutex);
            _calls.push_back(call);
            _changed.notify_all();
        }
        return _handler(call);
    }

    const CallHandler _handler;
    mutable std::mutex _mutex;
    std::condition_variable _changed;
    std::vector<ReceivedCall> _calls;
    std::unique_ptr<CallServer> _server;
};

/// The keys of a server with plugins in front of a control plane, and `more`, which counts where it has the same key.
inline std::map<std::string, std::string> probeKeys(const PluginFolder& plugins, const std::string& endpoint,
                                                    std::map<std::string, std::string> more = {})
{
    more.insert({{"plugins.directories", plugins.path().string()}, {"control_plane.endpoint", endpoint}});
    return more;
}

/// How many descriptors a server has, as its admin listener tells: nobody else but root may count them. One is for whoever asks.
inline std::size_t openDescriptors(std::uint16_t adminPort)
{
    const std::string name = "\nprocess_open_fds ";
    const auto page = fetch(adminPort, "GET", "/metrics").body;
    const auto at = page.find(name);
    CppUnit::Asserter::failIf(at == std::string::npos, "the metrics do not tell of descriptors: " + page, CPPUNIT_SOURCELINE());
    return std::stoul(page.substr(at + name.size()));
}

inline void assertHolds(const std::string& part, const std::string& text, const CppUnit::SourceLine& line)
{
    CppUnit::Asserter::failIf(text.find(part) == std::string::npos, "'" + part + "' is not in: " + text, line);
}

inline void assertLacks(const std::string& part, const std::string& text, const CppUnit::SourceLine& line)
{
    CppUnit::Asserter::failIf(text.find(part) != std::string::npos, "'" + part + "' must not be in: " + text, line);
}

} // namespace flyte_webhook::test

#define ASSERT_HOLDS(part, text) ::flyte_webhook::test::assertHolds(part, text, CPPUNIT_SOURCELINE())
#define ASSERT_LACKS(part, text) ::flyte_webhook::test::assertLacks(part, text, CPPUNIT_SOURCELINE())
