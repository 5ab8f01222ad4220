#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fstream>
#include <iostream>
#include <thread>

using namespace flyte_webhook::test;

namespace
{

/// Whether a text stands in the readable memory of a running process.
bool memoryHolds(Poco::Process::PID pid, const std::string& text)
{
    std::ifstream maps("/proc/" + std::to_string(pid) + "/maps"), memory("/proc/" + std::to_string(pid) + "/mem", std::ios::binary);
    CPPUNIT_ASSERT_MESSAGE("the memory of the child can be read", maps && memory);
    for (std::string line; std::getline(maps, line);)
    {
        std::uint64_t begin = 0, end = 0;
        char mode[8] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %7s", &begin, &end, mode) != 3 || mode[0] != 'r' || mode[1] != 'w') continue;
        if (end - begin > (std::uint64_t{1} << 32)) continue; // a sanitizer's own books
        std::string bytes(end - begin, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(begin));
        memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
}

} // namespace

/// Many callers at once, each with credentials of its own.
class CallersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CallersTest);
    CPPUNIT_TEST(eachCallCarriesTheTokenOfItsOwnRequest);
    CPPUNIT_TEST(aTokenStandsInNoLogAndNoAnswer);
    CPPUNIT_TEST(aTokenIsGoneFromMemoryOnceItsRequestHasEnded);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};

    void eachCallCarriesTheTokenOfItsOwnRequest()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        constexpr int callers = 10, requests = 40;
        std::vector<std::thread> threads;
        std::vector<std::string> answers(callers);
        for (int caller = 0; caller < callers; ++caller)
            threads.emplace_back(
                [&, caller]
                {
                    const auto name = "caller-" + std::to_string(caller);
                    WebConnection connection(webhook.port());
                    for (int i = 0; i < requests; ++i)
                        answers[caller] +=
                            connection.ask(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer " + name}, name)).body;
                });
        for (auto& thread : threads) thread.join();
        const auto calls = plane.calls();
        CPPUNIT_ASSERT_EQUAL(std::size_t{callers * requests}, calls.size());
        for (const auto& call : calls) CPPUNIT_ASSERT_EQUAL("Bearer " + call.message, call.metadata.find("authorization")->second);
        for (int caller = 0; caller < callers; ++caller)
        {
            std::string expected;
            for (int i = 0; i < requests; ++i) expected += "answer to caller-" + std::to_string(caller);
            CPPUNIT_ASSERT_EQUAL(expected, answers[caller]);
        }
    }

    void aTokenStandsInNoLogAndNoAnswer()
    {
        const std::string token = "QzXw-very-secret-84421";
        Plane plane([&](const ReceivedCall& call) { return Answer{{}, 16, "no: " + call.metadata.find("authorization")->second}; });
        auto keys = probeKeys(_plugins, plane.address());
        keys["telemetry.log_level"] = "debug";
        Webhook webhook(keys);
        const auto answer = webhook.post("/relay?method=pkg.Svc/Do", "x", {"Authorization: Bearer " + token});
        CPPUNIT_ASSERT_EQUAL(401, answer.status);
        ASSERT_LACKS(token, answer.body);
        webhook.get("/go-wrong/exception?token=" + token, {"Authorization: Bearer " + token});
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        ASSERT_LACKS(token, webhook.program().output());
    }

    void aTokenIsGoneFromMemoryOnceItsRequestHasEnded()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        // Put together here, so that this process and the request do not hold it as one text by chance of a copy in the child.
        const std::string token = "Kp7-" + std::to_string(getpid()) + "-unlikely-sequence";
        WebConnection connection(webhook.port());
        for (int i = 0; i < 3; ++i)
            CPPUNIT_ASSERT_EQUAL(
                200, connection.ask(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer " + token}, "x")).status);
        CPPUNIT_ASSERT_EQUAL(200, connection.ask(webRequest("POST", "/show/x", {"Authorization: Bearer other"}, "")).status);
        if (::geteuid() != 0) // nobody else may look into the server, which is as it should be
        {
            std::cerr << "(looked into only by root) ";
            return CPPUNIT_ASSERT(!std::ifstream("/proc/" + std::to_string(webhook.program().pid()) + "/mem"));
        }
        CPPUNIT_ASSERT(!memoryHolds(webhook.program().pid(), token));
        CPPUNIT_ASSERT_MESSAGE("the search finds what is there", memoryHolds(webhook.program().pid(), "pkg.Svc") ||
                                                                     memoryHolds(webhook.program().pid(), "plugins.directories"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CallersTest);
