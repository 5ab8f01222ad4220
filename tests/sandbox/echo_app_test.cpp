#include "sandbox/apps/local_port.h"
#include "sandbox/modes/echo_app.h"
#include "support/program.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

class EchoAppTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(EchoAppTest);
    CPPUNIT_TEST(ARequestComesBackAsJson);
    CPPUNIT_TEST(JsonComesBackAsItWas);
    CPPUNIT_TEST(WhatIsNoJsonIsAText);
    CPPUNIT_TEST(ItServesTheGivenPortUntilItIsAskedToEnd);
    CPPUNIT_TEST(ItSaysWhatItNeeds);
    CPPUNIT_TEST_SUITE_END();

    void ARequestComesBackAsJson()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"method":"GET","path":"/a b","query":{"n":["1","2"],"x":"ü"},"body":null})"),
                             echoOf("GET", "/a%20b?x=%C3%BC&n=1&n=2", ""));
    }

    void JsonComesBackAsItWas()
    {
        const std::string body = R"({"big":12345678901234567890123,"f":1.50})";
        CPPUNIT_ASSERT_EQUAL(R"({"method":"POST","path":"/","query":{},"body":)" + body + "}", echoOf("POST", "/", body));
    }

    void WhatIsNoJsonIsAText()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"method":"PUT","path":"/","query":{},"body":"a \"b\" )"
                                         "\xEF\xBF\xBD\"}"),
                             echoOf("PUT", "/", "a \"b\" \xff"));
    }

    void ItServesTheGivenPortUntilItIsAskedToEnd()
    {
        const unsigned short port = freePort(0);
        Program app(builtProgram("flyte-webhook-sandbox"), {"--echo-app", "1ms"}, {{"PORT", std::to_string(port)}});
        app.waitFor("listening on port");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"method":"DELETE","path":"/x","query":{},"body":"y"})"),
                             fetch(port, "DELETE", "/x", {}, "y").body);
        WebConnection bodiless(port); // a request without a length has no body, whatever its method
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"method":"OPTIONS","path":"/","query":{},"body":null})"),
                             bodiless.ask("OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n").body);
        app.signal(SIGTERM);
        CPPUNIT_ASSERT_EQUAL(0, app.wait());
        CPPUNIT_ASSERT(!isListening(port));
    }

    void ItSaysWhatItNeeds()
    {
        const auto program = builtProgram("flyte-webhook-sandbox");
        const auto portless = runProgram(program, {"--echo-app"}, {{"PORT", "0"}});
        CPPUNIT_ASSERT(portless.status == 1 && portless.output.find("PORT must be a port") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(1, runProgram(program, {"--echo-app", "soon"}, {{"PORT", "1"}}).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EchoAppTest);

} // namespace
