#include "descriptions.h"
#include "error_table.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/auth/identity.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// health and me.
class CoreTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CoreTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoints);
    CPPUNIT_TEST(TheEndpointsAreDocumented);
    CPPUNIT_TEST(HealthAsksNobody);
    CPPUNIT_TEST(MeTellsSubjectAndName);
    CPPUNIT_TEST(MeAsksOnceAndMayBeRepeated);
    CPPUNIT_TEST(RefusedCredentialsAreA401WithItsOwnText);
    CPPUNIT_TEST(AnOutageIsNoRefusal);
    CPPUNIT_TEST(AnAnswerThatCannotBeReadIsA502);
    CPPUNIT_TEST_SUITE_END();

    const std::string userInfo = "flyteidl2.auth.IdentityService/UserInfo";
    FakeHost host{&flyte_webhook_plugin};

public:
    void TheGroupHasItsEndpoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("core"), std::string(toView(host.table().name)));
        CPPUNIT_ASSERT_EQUAL(std::string("health GET /health open\nme GET /me\n"), endpointsOf(host.table()));
    }

    void TheEndpointsAreDocumented() { checkDocumentation(host.table()); }

    void HealthAsksNobody()
    {
        const auto reply = host.request("health").send();
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"status":"healthy"})"), reply.body);
        CPPUNIT_ASSERT(host.calls().empty());
    }

    void MeTellsSubjectAndName()
    {
        flyteidl2::auth::UserInfoResponse user;
        user.set_subject("sub-alice");
        user.set_name("Älice \"A\"");
        user.set_email("alice@example.com");
        host.answer(userInfo, user.SerializeAsString());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"subject":"sub-alice","name":"Älice \"A\""})"), host.request("me").send().body);
    }

    void MeAsksOnceAndMayBeRepeated()
    {
        host.answer(userInfo, "");
        host.request("me").send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls().size());
        CPPUNIT_ASSERT(host.calls()[0].repeatable);
        CPPUNIT_ASSERT(host.calls()[0].endpoint.empty());
    }

    void RefusedCredentialsAreA401WithItsOwnText()
    {
        for (const auto code : {Code::Unauthenticated, Code::PermissionDenied})
        {
            FakeHost refusing(&flyte_webhook_plugin);
            refusing.fail(userInfo, code, "token abc is not valid");
            const auto reply = refusing.request("me").send();
            CPPUNIT_ASSERT_EQUAL(401, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string("Invalid credentials or unauthorized"), reply.detail);
            CPPUNIT_ASSERT_EQUAL(std::string("Bearer"), reply.header("WWW-Authenticate"));
        }
    }

    void AnOutageIsNoRefusal()
    {
        checkErrorTable(&flyte_webhook_plugin, userInfo, {7, 16}, [](FakeHost& h) { return h.request("me").send(); });
    }

    void AnAnswerThatCannotBeReadIsA502()
    {
        host.answer(userInfo, "\xff\xff\xff");
        CPPUNIT_ASSERT_EQUAL(502, host.request("me").send().status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CoreTest);
