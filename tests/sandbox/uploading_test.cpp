#include "sandbox/pages/console_server.h"
#include "sandbox_fixture.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

/// Uploads over real connections.
class UploadingTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UploadingTest);
    CPPUNIT_TEST(ASignedUploadIsKept);
    CPPUNIT_TEST(OtherBytesThanAnnouncedAreRefused);
    CPPUNIT_TEST(AnUploadThatNobodySignedIsRefused);
    CPPUNIT_TEST(AnUploadNeedsItsLength);
    CPPUNIT_TEST(OnlyPutUploadsAndOnlyToThisMachine);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    const ConsoleServer _server{0, {_sandbox.store, _sandbox.tasks, _sandbox.apps, _sandbox.triggers}, _sandbox.signer, _sandbox.uploads};
    const UploadTicket _hello{
        "p", "d", "f", "5d41402abc4b2a76b9719d911017c592", 5, currentTime().time_since_epoch().count() / 1'000'000 + 60};

    WebAnswer put(const std::string& body, const std::vector<std::string>& headers = {}) const
    {
        return fetch(_server.port(), "PUT", _sandbox.signer.sign(_hello), headers, body);
    }

    bool isKept() const { return std::filesystem::exists(_sandbox.uploads.path() + "/" + pathOf(_hello)); }

    void ASignedUploadIsKept()
    {
        for (int i = 0; i < 2; ++i) CPPUNIT_ASSERT_EQUAL(200, put("hello", {"Content-MD5: XUFAKrxLKna5cZ2REBfFkg=="}).status);
        CPPUNIT_ASSERT(isKept());
    }

    void OtherBytesThanAnnouncedAreRefused()
    {
        CPPUNIT_ASSERT_EQUAL(400, put("hello!").status);
        CPPUNIT_ASSERT_EQUAL(400, put("hellO").status);
        CPPUNIT_ASSERT_EQUAL(400, put("hello", {"Content-MD5: YUFAKrxLKna5cZ2REBfFkg=="}).status);
        CPPUNIT_ASSERT(!isKept());
    }

    void AnUploadThatNobodySignedIsRefused()
    {
        const auto answer =
            fetch(_server.port(), "PUT", "/uploads/" + pathOf(_hello) + "?size=5&expires=99999999999&signature=0", {}, "hello");
        CPPUNIT_ASSERT_EQUAL(403, answer.status);
        CPPUNIT_ASSERT(answer.body.find("signature") != std::string::npos && !isKept());
        UploadTicket old = _hello;
        old.expires -= 3600;
        CPPUNIT_ASSERT_EQUAL(403, fetch(_server.port(), "PUT", _sandbox.signer.sign(old), {}, "hello").status);
    }

    void AnUploadNeedsItsLength()
    {
        WebConnection connection(_server.port());
        const std::string head = "PUT " + _sandbox.signer.sign(_hello) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        CPPUNIT_ASSERT_EQUAL(411, connection.ask(head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n").status);
        WebConnection large(_server.port());
        CPPUNIT_ASSERT_EQUAL(413, large.ask(head + "Content-Length: 99999999999\r\n\r\n").status);
    }

    void OnlyPutUploadsAndOnlyToThisMachine()
    {
        const std::string target = _sandbox.signer.sign(_hello);
        CPPUNIT_ASSERT_EQUAL(405, fetch(_server.port(), "POST", target, {}, "hello").status);
        CPPUNIT_ASSERT_EQUAL(404, fetch(_server.port(), "GET", target).status);
        WebConnection connection(_server.port());
        const auto answer = connection.ask("PUT " + target + " HTTP/1.1\r\nHost: evil.example.com\r\nContent-Length: 5\r\n\r\nhello");
        CPPUNIT_ASSERT_EQUAL(421, answer.status);
        CPPUNIT_ASSERT(!isKept());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UploadingTest);

} // namespace
