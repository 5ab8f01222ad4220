#include "integration/apps.h"
#include <Poco/Net/DNS.h>
#include <Poco/Net/NetException.h>
#include <cppunit/extensions/HelperMacros.h>
#include <optional>
#include <thread>

using namespace flyte_webhook::test;

namespace
{

/// A port that nobody must connect to: on every address of the machine, and never accepted from.
class ForbiddenPort
{
public:
    ForbiddenPort() : _ipv4(Poco::Net::SocketAddress("0.0.0.0", 0))
    {
        try
        {
            _ipv6.emplace();
            _ipv6->bind6(Poco::Net::SocketAddress("::", number()), true, true);
            _ipv6->listen();
        }
        catch (const Poco::Exception&)
        {
            _ipv6.reset(); // a machine without IPv6
        }
    }

    std::uint16_t number() const { return _ipv4.address().port(); }

    /// Whether somebody has connected.
    bool touched()
    {
        const auto waiting = [](Poco::Net::ServerSocket& socket) { return socket.poll(Poco::Timespan(0), Poco::Net::Socket::SELECT_READ); };
        return waiting(_ipv4) || (_ipv6 && waiting(*_ipv6));
    }

private:
    Poco::Net::ServerSocket _ipv4;
    std::optional<Poco::Net::ServerSocket> _ipv6;
};

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
    return text;
}

/// What a caller may write where a path belongs, and where at the app it must arrive; "" is 422. EVIL is host and port of the forbidden
/// listener, which the settings of these rows let requests go to: nothing but the making of the URL stands before it.
struct Attack
{
    std::string path, arrives;
};

const Attack attacks[] = {
    // another host
    {"//EVIL/x", "/base/EVIL/x"},
    {"///EVIL/x", "/base/EVIL/x"},
    {"////EVIL", "/base/EVIL"},
    {"http://EVIL/x", "/base/http://EVIL/x"},
    {"https://EVIL/x", "/base/https://EVIL/x"},
    {"HTTP://EVIL", "/base/HTTP://EVIL"},
    {"http:EVIL", "/base/http:EVIL"},
    {"http:/EVIL", "/base/http:/EVIL"},
    {" http://EVIL", "/base/%20http://EVIL"},
    {"@EVIL/x", "/base/@EVIL/x"},
    {"/@EVIL/x", "/base/@EVIL/x"},
    {"user:password@EVIL/x", "/base/user:password@EVIL/x"},
    {":80@EVIL/x", "/base/:80@EVIL/x"},
    {":1/x", "/base/:1/x"},
    {".EVIL/x", "/base/.EVIL/x"},
    {"%2f%2fEVIL/x", "/base/%2f%2fEVIL/x"},
    {"%2F%2FEVIL", "/base/%2F%2FEVIL"},
    {"%40EVIL", "/base/%40EVIL"},
    {"#@EVIL/x", "/base/"},
    {"x#@EVIL/x", "/base/x"},
    {"?@EVIL/x", "/base/?@EVIL/x"},
    {"x?u=http://EVIL/", "/base/x?u=http://EVIL/"},
    {"/;@EVIL", "/base/;@EVIL"},
    {"[::1]:PORT/x", "/base/%5B::1%5D:PORT/x"},
    {"javascript:alert(1)", "/base/javascript:alert(1)"},
    {"file:///etc/passwd", "/base/file:///etc/passwd"},
    {"gopher://EVIL/_x", "/base/gopher://EVIL/_x"},
    {"\xef\xbc\x8f\xef\xbc\x8f"
     "EVIL",
     "/base/%EF%BC%8F%EF%BC%8FEVIL"}, // full-width slashes
    // backslashes
    {"\\EVIL", ""},
    {"/\\EVIL/x", ""},
    {"\\\\EVIL\\x", ""},
    {"http:\\\\EVIL", ""},
    {"x\\y", ""},
    {"%5CEVIL", ""},
    {"%5c%5cEVIL/x", ""},
    {"/a%255cb", ""},
    // line breaks and controls
    {"x\r\nHost: EVIL\r\n\r\n", ""},
    {"x HTTP/1.1\r\nHost: EVIL\r\nX: ", ""},
    {"x\ny", ""},
    {"x\ry", ""},
    {"x\ty", ""},
    {"\x01", ""},
    {"x%0d%0aHost:%20EVIL", ""},
    {"x%0Ay", ""},
    {"x%250d%250aX:%20y", ""},
    {"x%2500", ""},
    {"x%00", ""},
    {"x?a\r\nHost: EVIL", ""},
    {"x HTTP/1.0", "/base/x%20HTTP/1.0"},
    {"x?a b HTTP/1.0", "/base/x?a%20b%20HTTP/1.0"},
    {"x?a%0d%0aHost:%20EVIL", "/base/x?a%0d%0aHost:%20EVIL"}, // escaped in a query it is a value
    // the way up
    {"..", ""},
    {"../admin", ""},
    {"/../admin", ""},
    {"//../admin", ""},
    {"x/../../admin", ""},
    {"x/..", ""},
    {"./x", ""},
    {"%2e%2e/admin", ""},
    {"%2E%2E%2Fadmin", ""},
    {".%2e/admin", ""},
    {"..%2fadmin", ""},
    {"x%2f..%2f..%2fadmin", ""},
    {"..%5cadmin", ""},
    {"%252e%252e/admin", ""},
    {"%25252e%25252e%25252fadmin", ""},
    {"..;/admin", ""},
    {"..;x=y/admin", ""},
    {"%c0%ae%c0%ae/admin", ""},
    {"%e0%80%ae./admin", ""},
    {"..?x", ""},
    {"..#x", ""},
    {"x?../../admin", "/base/x?../../admin"},
    {".../admin", "/base/.../admin"},
    {"%", "/base/%25"},
};

/// Addresses of apps that lead to this machine or a network of its own. HOSTNAME is what it calls itself.
const char* const hiddenAddresses[] = {
    "http://127.0.0.1:PORT",
    "http://127.0.0.2:PORT/base",
    "http://127.255.255.254:PORT",
    "http://localhost:PORT",
    "http://LOCALHOST:PORT",
    "http://localhost.:PORT",
    "http://HOSTNAME:PORT",
    "http://0.0.0.0:PORT",
    "http://0:PORT",
    "http://127.1:PORT",
    "http://127.0.1:PORT",
    "http://2130706433:PORT",
    "http://0x7f000001:PORT",
    "http://0x7f.0.0.1:PORT",
    "http://017700000001:PORT",
    "http://0177.0.0.1:PORT",
    "http://[::1]:PORT",
    "http://[0:0:0:0:0:0:0:1]:PORT",
    "http://[::]:PORT",
    "http://[::ffff:127.0.0.1]:PORT",
    "http://[::ffff:7f00:1]:PORT",
    "http://[::127.0.0.1]:PORT",
    "http://[64:ff9b::7f00:1]:PORT",
    "http://[2002:7f00:1::]:PORT",
    "http://[fe80::1]:PORT",
    "http://[fc00::1]:PORT",
    "http://10.0.0.1:PORT",
    "http://172.16.0.1:PORT",
    "http://192.168.0.1:PORT",
    "http://169.254.169.254:PORT",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1:PORT",
    "https://127.0.0.1:PORT",
    "https://localhost:PORT",
    "http://user@127.0.0.1:PORT",
    "http://example.com@127.0.0.1:PORT",
    "http://127.0.0.1\\@example.com:PORT",
    "http://127.0.0.1:PORT#@example.com",
    "http://127.0.0.1%00.example.com:PORT",
    "http://127.0.0.1 .example.com:PORT",
    "ftp://127.0.0.1:PORT",
    "//127.0.0.1:PORT",
    "127.0.0.1:PORT",
};

/// Where an app at http://APP/base may redirect to in order to lead a request away.
const char* const redirects[] = {
    "http://EVIL/base/x",
    "//EVIL/base/x",
    "///EVIL/base/x",
    "https://EVIL/base/x",
    "HTTP://EVIL",
    "http:EVIL",
    "http:/EVIL",
    "http:\\\\EVIL",
    "/\\EVIL/base/x",
    "\\\\EVIL",
    "http://APP@EVIL/base/x",
    "http://APP#@EVIL/base/x\\",
    "http://APP\\@EVIL/base/x",
    "//APP@EVIL/base/x",
    "http://localhost:PORT/base/x",
    "http://2130706433:PORT/x",
    "http://[::1]:PORT/x",
    "http://169.254.169.254/",
    "ftp://EVIL/",
    "javascript:x",
    "file:///etc/passwd",
    "data:,x",
    "/admin",
    "/",
    "../admin",
    "/base/../admin",
    "/base/%2e%2e/admin",
    "/base/..%2fadmin",
    "/base/%5cadmin",
    "/base2/x",
    "http://APP/admin",
    " http://EVIL/",
    "http://EVIL:80/",
};

} // namespace

/// What callers and apps may do to make call_app reach something else than the app.
class CallAppTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CallAppTest);
    CPPUNIT_TEST(theForbiddenPortNoticesAConnection);
    CPPUNIT_TEST(noPathLeadsAwayFromTheApp);
    CPPUNIT_TEST(noQueryParameterOrMethodBreaksOutOfItsPlace);
    CPPUNIT_TEST(noAddressOfThisMachineIsReachedUnlessItIsNamed);
    CPPUNIT_TEST(noRedirectLeadsAwayFromTheApp);
    CPPUNIT_TEST_SUITE_END();

    ForbiddenPort _forbidden;
    std::string _arrived; ///< the target of the last request at the app
    std::string _location;
    int _requests = 0;

    // One request at a time, and the answer ends it: what it noted can be read then.
    WebServer _app{[this](auto& request, auto& response)
                   {
                       ++_requests;
                       _arrived = request.getURI();
                       if (!_location.empty()) response.redirect(_location);
                       if (_location.empty()) response.sendBuffer("[1]", 3);
                   }};
    AppPlane _plane{_app.url("/base/")};

    std::string filled(const std::string& text) const
    {
        const auto port = std::to_string(_forbidden.number());
        const auto app = _app.url("").substr(7);
        return replaced(replaced(replaced(text, "EVIL", "127.0.0.1:" + port), "PORT", port), "APP", app);
    }

    void expectUntouched(const std::string& row) { CPPUNIT_ASSERT_MESSAGE(row + " reached another place", !_forbidden.touched()); }

    void theForbiddenPortNoticesAConnection()
    {
        expectUntouched("nothing");
        Webhook webhook(appKeys(_plane, "127.0.0.0/8"));
        _plane.moveTo(filled("http://EVIL"));
        WebConnection client(webhook.port());
        client.send(webRequest("POST", callOf("/x"), {"Authorization: Bearer alice"}));
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!_forbidden.touched() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
        CPPUNIT_ASSERT(_forbidden.touched());
    }

    void noPathLeadsAwayFromTheApp()
    {
        Webhook webhook(appKeys(_plane, "127.0.0.0/8, ::1, localhost"));
        for (const auto& [path, arrives] : attacks)
        {
            _arrived.clear();
            const auto answer = webhook.post(callOf(filled(path)), "");
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path + ": " + answer.body, arrives.empty() ? 422 : 200, answer.status);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, filled(arrives), _arrived);
            if (arrives.empty()) ASSERT_HOLDS(R"("loc":["query","path"])", answer.body);
            expectUntouched(path);
        }
        CPPUNIT_ASSERT_EQUAL_MESSAGE("connections are used again", 1, _app.connections());
    }

    void noQueryParameterOrMethodBreaksOutOfItsPlace()
    {
        Webhook webhook(appKeys(_plane, "127.0.0.0/8"));
        const std::pair<std::string, std::string> parameters[] = {
            {R"({"a":"x HTTP/1.1\r\nHost: EVIL\r\n"})", "/base/x?a=x+HTTP%2F1.1%0D%0AHost%3A+127.0.0.1%3APORT%0D%0A"},
            {R"({"a\r\nb":"c"})", "/base/x?a%0D%0Ab=c"},
            {R"({"#":"@EVIL"})", "/base/x?%23=%40127.0.0.1%3APORT"},
            {R"({"&a=1&":"="})", "/base/x?%26a%3D1%26=%3D"},
            {R"({"/../":["\\","\u0000"]})", "/base/x?%2F..%2F=%5C&%2F..%2F=%00"}};
        for (const auto& [json, arrives] : parameters)
        {
            CPPUNIT_ASSERT_EQUAL(200, webhook.post(callOf("x"), R"({"query_params":)" + filled(json) + "}").status);
            CPPUNIT_ASSERT_EQUAL(filled(arrives), _arrived);
        }
        const int before = _requests;
        for (const std::string method : {"CONNECT", "TRACE", "GET http://EVIL/ HTTP/1.1\r\nX:", "GET\r\n", "", "G ET", "PRI"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(method, 422, webhook.post(callOf("x") + "&method=" + inQuery(filled(method)), "").status);
        CPPUNIT_ASSERT_EQUAL(before, _requests);
        expectUntouched("a query parameter or method");
    }

    void noAddressOfThisMachineIsReachedUnlessItIsNamed()
    {
        Webhook webhook(appKeys(_plane, "192.0.2.7, named.example"));
        for (const std::string address : hiddenAddresses)
        {
            _plane.moveTo(filled(replaced(address, "HOSTNAME", Poco::Net::DNS::hostName())));
            const auto answer = webhook.post(callOf("/x"), "");
            CPPUNIT_ASSERT_MESSAGE(address + ": " + answer.body, answer.status == 403 || answer.status == 502);
            ASSERT_LACKS(std::to_string(_forbidden.number()), answer.body);
            expectUntouched(address);
        }
        _plane.moveTo(filled("http://localhost:PORT"));
        const auto answer = webhook.post(callOf("/x"), "");
        CPPUNIT_ASSERT_EQUAL(403, answer.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"detail":"Calling the app shop: the target is not on a public network, and the settings do not )"
                        R"(name it"})"),
            answer.body);
    }

    void noRedirectLeadsAwayFromTheApp()
    {
        Webhook webhook(appKeys(_plane, "127.0.0.0/8, ::1, localhost"));
        for (const auto* redirect : redirects)
        {
            _requests = 0;
            _location = filled(redirect);
            const auto answer = webhook.post(callOf("/x"), "");
            CPPUNIT_ASSERT_EQUAL_MESSAGE(redirect + answer.body, 502, answer.status);
            ASSERT_HOLDS("redirects to another place", answer.body);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(redirect, 1, _requests);
            expectUntouched(redirect);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CallAppTest);
