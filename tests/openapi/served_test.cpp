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
    CPPUNIT_TEST(thePagesLoadNothingButWhatTheServerHas);
    CPPUNIT_TEST(whatPagesLoadMayBeKeptForEver);
    CPPUNIT_TEST(titleAndDescriptionAreEscaped);
    CPPUNIT_TEST(theRootIsAPageForWhoLooksAtPages);
    CPPUNIT_TEST_SUITE_END();

    /// Each address that the page names in src, href and the like.
    static std::vector<std::string> addressesIn(const std::string& page)
    {
        std::vector<std::string> found;
        for (const std::string attribute : {" href=\"", " src=\"", " spec-url=\"", " data-document=\""})
            for (auto at = page.find(attribute); at != page.npos; at = page.find(attribute, at + 1))
            {
                const auto begin = at + attribute.size();
                found.push_back(page.substr(begin, page.find('"', begin) - begin));
            }
        return found;
    }

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

    void thePagesLoadNothingButWhatTheServerHas()
    {
        Webhook webhook(_keys);
        for (const char* path : {"/docs", "/redoc"})
        {
            const auto page = webhook.get(path, {});
            CPPUNIT_ASSERT_EQUAL(200, page.status);
            CPPUNIT_ASSERT_EQUAL(std::string("text/html; charset=utf-8"), page.headers.at("content-type"));
            CPPUNIT_ASSERT_EQUAL(std::string("no-referrer"), page.headers.at("referrer-policy"));
            ASSERT_HOLDS("default-src 'none'", page.headers.at("content-security-policy"));
            ASSERT_LACKS("unsafe", page.headers.at("content-security-policy"));
            ASSERT_LACKS("://", page.body);
            ASSERT_LACKS("<script>", page.body);
            for (const auto& address : addressesIn(page.body)) CPPUNIT_ASSERT_EQUAL(200, webhook.get("/" + address, {}).status);
            CPPUNIT_ASSERT(addressesIn(page.body).size() >= 4);
        }
    }

    void whatPagesLoadMayBeKeptForEver()
    {
        Webhook webhook(_keys);
        for (const auto& address : addressesIn(webhook.get("/docs", {}).body))
        {
            if (address == "openapi.json") continue;
            const auto gzip = webhook.get("/" + address, {"Accept-Encoding: gzip"});
            ASSERT_HOLDS("immutable", gzip.headers.at("cache-control"));
            CPPUNIT_ASSERT_EQUAL(std::string("gzip"), gzip.headers.at("content-encoding"));
            CPPUNIT_ASSERT_EQUAL(webhook.get("/" + address, {}).body, flyte_webhook::host::decompress(gzip.body));
            const auto brotli = webhook.get("/" + address, {"Accept-Encoding: gzip, br"});
            CPPUNIT_ASSERT_EQUAL(std::string("br"), brotli.headers.at("content-encoding"));
            CPPUNIT_ASSERT(brotli.body.size() <= gzip.body.size());
        }
        CPPUNIT_ASSERT_EQUAL(401, webhook.get("/docs/0123456789abcdef0123456789abcdef/swagger-ui.js", {}).status);
    }

    void titleAndDescriptionAreEscaped()
    {
        auto keys = _keys;
        keys["webhook.title"] = "</title><script>alert('1')</script>";
        keys["webhook.description"] = "<img src=x onerror=\"alert(2)\"> & more";
        Webhook webhook(keys);
        for (const char* path : {"/docs", "/redoc", "/"})
        {
            const auto page = webhook.get(path, {"Accept: text/html"}).body;
            ASSERT_LACKS("alert('1')", page);
            ASSERT_LACKS("<img", page);
            ASSERT_HOLDS("&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;", page);
        }
        ASSERT_HOLDS("&lt;img src=x onerror=&quot;alert(2)&quot;&gt; &amp; more", webhook.get("/", {"Accept: */*"}).body);
    }

    void theRootIsAPageForWhoLooksAtPages()
    {
        Webhook webhook(_keys);
        for (const char* accept : {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "text/*"})
        {
            const auto page = webhook.get("/", {std::string("Accept: ") + accept});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(accept, 200, page.status);
            for (const char* part : {"flyte-webhook", "href=\"docs\"", "href=\"redoc\"", "<dt>probe</dt>"}) ASSERT_HOLDS(part, page.body);
        }
        CPPUNIT_ASSERT_EQUAL(401, webhook.get("/", {}).status);
        CPPUNIT_ASSERT_EQUAL(401, webhook.get("/", {"Accept: application/json"}).status);
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/", {"Accept: application/json", "Authorization: Bearer alice"}).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServedTest);
