#include "integration/fixture.h"
#include "pages/compression.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

/// The document as the real server gives it.
class ServedTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ServedTest);
    CPPUNIT_TEST(theDocumentNeedsNoCredentials);
    CPPUNIT_TEST(theDocumentIsNotSentTwice);
    CPPUNIT_TEST(theDocumentIsTheSameAfterARestartAndFollowsAReload);
    CPPUNIT_TEST(whatIsNotEnabledIsAbsent);
    CPPUNIT_TEST(headOtherMethodsAndSlashesAreAsOnEveryPath);
    CPPUNIT_TEST(theDocumentIsPrintedAsItIsServed);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    Plane _plane;
    std::map<std::string, std::string> _keys = probeKeys(_plugins, _plane.address());

    void theDocumentNeedsNoCredentials()
    {
        Webhook webhook(_keys);
        const auto plain = webhook.get("/openapi.json", {});
        CPPUNIT_ASSERT_EQUAL(200, plain.status);
        CPPUNIT_ASSERT_EQUAL(std::string("application/json"), plain.headers.at("content-type"));
        ASSERT_HOLDS(R"({"openapi":"3.1.0")", plain.body);
        ASSERT_HOLDS(R"("operationId":"guarded")", plain.body);
        const auto packed = webhook.get("/openapi.json", {"Accept-Encoding: gzip"});
        CPPUNIT_ASSERT_EQUAL(std::string("gzip"), packed.headers.at("content-encoding"));
        CPPUNIT_ASSERT_EQUAL(plain.body, flyte_webhook::host::decompress(packed.body));
    }

    void theDocumentIsNotSentTwice()
    {
        Webhook webhook(_keys);
        const auto tag = webhook.get("/openapi.json", {}).headers.at("etag");
        const auto again = webhook.get("/openapi.json", {"If-None-Match: " + tag});
        CPPUNIT_ASSERT_EQUAL(304, again.status);
        CPPUNIT_ASSERT_EQUAL(tag, again.headers.at("etag"));
        CPPUNIT_ASSERT_EQUAL(std::string(), again.body);
    }

    void theDocumentIsTheSameAfterARestartAndFollowsAReload()
    {
        const auto first = Webhook(_keys).get("/openapi.json", {}).body;
        Webhook webhook(_keys);
        CPPUNIT_ASSERT_EQUAL(first, webhook.get("/openapi.json", {}).body);
        auto keys = _keys;
        keys["webhook.title"] = "Another";
        webhook.reload(keys);
        ASSERT_HOLDS(R"("title":"Another")", webhook.get("/openapi.json", {}).body);
        webhook.reload(_keys);
        CPPUNIT_ASSERT_EQUAL(first, webhook.get("/openapi.json", {}).body);
    }

    void whatIsNotEnabledIsAbsent()
    {
        auto keys = _keys;
        keys["webhook.endpoints"] = "guarded";
        const auto document = Webhook(keys).get("/openapi.json", {}).body;
        ASSERT_HOLDS("guarded", document);
        ASSERT_LACKS("relay", document);
        ASSERT_LACKS("Relay", document);
    }

    void headOtherMethodsAndSlashesAreAsOnEveryPath()
    {
        Webhook webhook(_keys);
        const auto whole = webhook.get("/openapi.json", {});
        const auto head = fetch(webhook.port(), "HEAD", "/openapi.json");
        CPPUNIT_ASSERT_EQUAL(200, head.status);
        CPPUNIT_ASSERT_EQUAL(std::to_string(whole.body.size()), head.headers.at("content-length"));
        const auto other = fetch(webhook.port(), "DELETE", "/openapi.json");
        CPPUNIT_ASSERT_EQUAL(405, other.status);
        CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD"), other.headers.at("allow"));
        CPPUNIT_ASSERT_EQUAL(401, webhook.get("/openapi.json/", {}).status);
        CPPUNIT_ASSERT_EQUAL(std::string("/openapi.json"), webhook.get("/openapi.json/").headers.at("location"));
    }

    void theDocumentIsPrintedAsItIsServed()
    {
        TemporaryDirectory directory;
        const auto file = directory.write("flyte-webhook.ini", iniText(_keys));
        const auto printed = runProgram(builtProgram("flyte-webhook"), {"--config", file, "--print-openapi"});
        CPPUNIT_ASSERT_EQUAL(0, printed.status);
        CPPUNIT_ASSERT_EQUAL(Webhook(_keys).get("/openapi.json", {}).body, printed.output);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServedTest);
