#include "sandbox/pages/console_server.h"
#include "sandbox_fixture.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The pages over real connections.
class ConsoleTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConsoleTest);
    CPPUNIT_TEST(APageMayLoadNothingOfOthers);
    CPPUNIT_TEST(APageThatHasNotChangedIsNotSentAgain);
    CPPUNIT_TEST(WhatPagesLoadMayBeKeptForEver);
    CPPUNIT_TEST(WhatIsNotThereIsAPageAsWell);
    CPPUNIT_TEST(PagesCanOnlyBeRead);
    CPPUNIT_TEST(OnlyThisMachineIsServed);
    CPPUNIT_TEST(ATakenPortIsToldAsSuch);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    const Shown _shown{_sandbox.store, _sandbox.tasks, _sandbox.apps, _sandbox.triggers};
    const ConsoleServer _server{0, _shown, _sandbox.signer, _sandbox.uploads};

    WebAnswer get(const std::string& path, const std::vector<std::string>& headers = {}) const
    {
        return fetch(_server.port(), "GET", path, headers);
    }

    /// Each address that the page loads.
    std::vector<std::string> loadedBy(const std::string& page) const
    {
        std::vector<std::string> found;
        for (const std::string attribute : {"<link rel=\"icon\" href=\"", "<link rel=\"stylesheet\" href=\"", "<script src=\""})
        {
            const auto begin = page.find(attribute) + attribute.size();
            found.push_back(page.substr(begin, page.find('"', begin) - begin));
        }
        return found;
    }

    void APageMayLoadNothingOfOthers()
    {
        const auto page = get("/?x=1");
        CPPUNIT_ASSERT_EQUAL(200, page.status);
        const auto& policy = page.headers.at("content-security-policy");
        CPPUNIT_ASSERT(contains(policy, "default-src 'none'") && contains(policy, "script-src 'self'"));
        CPPUNIT_ASSERT(!contains(policy, "unsafe") && !contains(policy, "://"));
        CPPUNIT_ASSERT_EQUAL(std::string("nosniff"), page.headers.at("x-content-type-options"));
        CPPUNIT_ASSERT_EQUAL(std::string("no-referrer"), page.headers.at("referrer-policy"));
        CPPUNIT_ASSERT(!contains(page.body, "<script>") && !contains(page.body, "style=") && !contains(page.body, "<style"));
    }

    void APageThatHasNotChangedIsNotSentAgain()
    {
        const auto tag = get("/").headers.at("etag");
        const auto again = get("/", {"If-None-Match: " + tag});
        CPPUNIT_ASSERT_EQUAL(304, again.status);
        CPPUNIT_ASSERT_EQUAL(std::string(), again.body);
        NewRun run;
        run.name = {"flytesnacks", "development", "mine"};
        _sandbox.store.create(run);
        CPPUNIT_ASSERT_EQUAL(200, get("/", {"If-None-Match: " + tag}).status);
        CPPUNIT_ASSERT_EQUAL(404, get("/nope", {"If-None-Match: *"}).status);
    }

    void WhatPagesLoadMayBeKeptForEver()
    {
        for (const auto& address : loadedBy(get("/").body))
        {
            const auto asset = get(address);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(address, 200, asset.status);
            CPPUNIT_ASSERT(contains(asset.headers.at("cache-control"), "immutable"));
            CPPUNIT_ASSERT(!contains(asset.body, "://") || contains(asset.body, "http://www.w3.org/2000/svg"));
        }
        CPPUNIT_ASSERT_EQUAL(404, get("/assets/0123456789abcdef0123456789abcdef/follow.js").status);
    }

    void WhatIsNotThereIsAPageAsWell()
    {
        const auto page = get("/v2/domain/development/project/flytesnacks/runs/nope");
        CPPUNIT_ASSERT_EQUAL(404, page.status);
        CPPUNIT_ASSERT_EQUAL(std::string("text/html; charset=utf-8"), page.headers.at("content-type"));
        CPPUNIT_ASSERT(contains(page.body, "href=\"/\"") && !contains(page.body, "<script"));
    }

    void PagesCanOnlyBeRead()
    {
        const auto head = fetch(_server.port(), "HEAD", "/nope");
        CPPUNIT_ASSERT_EQUAL(404, head.status);
        CPPUNIT_ASSERT_EQUAL(std::to_string(get("/nope").body.size()), head.headers.at("content-length"));
        const auto refused = fetch(_server.port(), "POST", "/");
        CPPUNIT_ASSERT_EQUAL(405, refused.status);
        CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD"), refused.headers.at("allow"));
    }

    void OnlyThisMachineIsServed()
    {
        const auto ask = [&](const std::string& host)
        {
            WebConnection connection(_server.port());
            return connection.ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
        };
        CPPUNIT_ASSERT_EQUAL(200, ask("localhost:1234"));
        CPPUNIT_ASSERT_EQUAL(421, ask("evil.example.com"));
        CPPUNIT_ASSERT_EQUAL(421, ask("127.0.0.1.evil.example.com:80"));
    }

    void ATakenPortIsToldAsSuch()
    {
        CPPUNIT_ASSERT_THROW(ConsoleServer(_server.port(), _shown, _sandbox.signer, _sandbox.uploads), std::runtime_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConsoleTest);

} // namespace
