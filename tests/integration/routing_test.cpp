#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

/// The first steps of the request path.
class RoutingTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RoutingTest);
    CPPUNIT_TEST(withoutCredentialsEveryPathIsA401);
    CPPUNIT_TEST(anOpenEndpointOpensNoOtherAtItsPath);
    CPPUNIT_TEST(withoutAnEndpointForHealthThatIsToldToAll);
    CPPUNIT_TEST(whereNoneAreRequiredARequestGoesOnWithoutMetadata);
    CPPUNIT_TEST(unknownPathsAndMethodsAreTold);
    CPPUNIT_TEST(aSlashTooManyIsRedirectedAndKeepsTheQuery);
    CPPUNIT_TEST(headIsGetWithoutTheBody);
    CPPUNIT_TEST(anInsaneRequestIdIsReplaced);
    CPPUNIT_TEST(anEndpointThatIsNotEnabledDoesNotExist);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    Plane _plane;

    void withoutCredentialsEveryPathIsA401()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        for (const char* path : {"/", "/nowhere", "/show/x", "/guarded/x", "//guarded/x", "/guarded/", "/guarded%2Fx", "/%67uarded/x"})
        {
            const auto answer = webhook.get(path, {});
            CPPUNIT_ASSERT_EQUAL(401, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Authentication credentials required"})"), answer.body);
            CPPUNIT_ASSERT_EQUAL(std::string("Bearer"), answer.headers.at("www-authenticate"));
        }
        CPPUNIT_ASSERT_EQUAL(401, webhook.get("/guarded/x", {"Authorization:"}).status);
    }

    void anOpenEndpointOpensNoOtherAtItsPath()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/door", {}).status);
        CPPUNIT_ASSERT_EQUAL(401, webhook.post("/door", "{}", {}).status);
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/door", "{}").status);
        CPPUNIT_ASSERT_EQUAL(405, fetch(webhook.port(), "DELETE", "/door").status);
    }

    void withoutAnEndpointForHealthThatIsToldToAll()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/health", {}).status);
        CPPUNIT_ASSERT_EQUAL(404, webhook.post("/health", "{}", {}).status);
        for (const char* path : {"/health/", "/healthz", "/%68ealth", "/Health", "/health/x"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 401, webhook.get(path, {}).status);
    }

    void whereNoneAreRequiredARequestGoesOnWithoutMetadata()
    {
        auto keys = probeKeys(_plugins, _plane.address());
        keys["auth.required"] = "false";
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "x", {}).status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, _plane.calls().at(0).metadata.count("authorization"));
    }

    void unknownPathsAndMethodsAreTold()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Not Found"})"), webhook.get("/nowhere").body);
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("//guarded/x").status);
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/Guarded/x").status);
        const auto answer = webhook.get("/show/x");
        CPPUNIT_ASSERT_EQUAL(405, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("POST"), answer.headers.at("allow"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Method Not Allowed"})"), answer.body);
    }

    void aSlashTooManyIsRedirectedAndKeepsTheQuery()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        const auto answer = webhook.get("/guarded/x/?a=b%20c");
        CPPUNIT_ASSERT_EQUAL(307, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("/guarded/x?a=b%20c"), answer.headers.at("location"));
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("//guarded/x/").status);
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/nowhere/").status);
    }

    void headIsGetWithoutTheBody()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        const auto answer = fetch(webhook.port(), "HEAD", "/guarded/x", {"Authorization: Bearer a"});
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("12"), answer.headers.at("content-length"));
    }

    void anInsaneRequestIdIsReplaced()
    {
        Webhook webhook(probeKeys(_plugins, _plane.address()));
        for (const std::string id : {"a b", "<x>", "", "ü"})
        {
            const auto answer = webhook.get("/guarded/x", {"Authorization: Bearer a", "X-Request-Id: " + id});
            CPPUNIT_ASSERT(answer.headers.at("x-request-id") != id);
            CPPUNIT_ASSERT(answer.headers.at("x-request-id").size() >= 8);
        }
    }

    void anEndpointThatIsNotEnabledDoesNotExist()
    {
        auto keys = probeKeys(_plugins, _plane.address());
        keys["webhook.endpoints"] = "guarded, go_wrong";
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/x").status);
        CPPUNIT_ASSERT_EQUAL(404, webhook.post("/show/x", "{}").status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RoutingTest);
