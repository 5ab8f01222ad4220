#include "sandbox/services/caller.h"
#include "sandbox/services/rpc_error.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::Code;

namespace
{

std::string bearer(const std::string& token) { return callerOf({"Bearer " + token, {}, {}}).subject; }

class CallerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CallerTest);
    CPPUNIT_TEST(AnyBearerTokenIsSomebody);
    CPPUNIT_TEST(WhoBearsBadIsRefused);
    CPPUNIT_TEST(WhoHasNoCredentialsIsRefused);
    CPPUNIT_TEST(ARealTokenIsNotShown);
    CPPUNIT_TEST(OtherCredentialsAreSomebodyToo);
    CPPUNIT_TEST_SUITE_END();

    void AnyBearerTokenIsSomebody()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), bearer("alice"));
        CPPUNIT_ASSERT_EQUAL(std::string("bob@example.com"), bearer("bob@example.com"));
        CPPUNIT_ASSERT_EQUAL(std::string("carol"), callerOf({"bearer  carol", {}, {}}).subject);
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), callerOf({"Bearer alice", "session=bob", "carol"}).subject);
    }

    void WhoBearsBadIsRefused()
    {
        for (const char* header : {"Bearer bad", "bearer bad", "Bearer some-INVALID-token"}) try
            {
                callerOf({header, "session=bob", {}});
                CPPUNIT_FAIL("accepted");
            }
            catch (const RpcError& e)
            {
                CPPUNIT_ASSERT(e.code() == Code::Unauthenticated);
            }
        CPPUNIT_ASSERT_EQUAL(std::string("badger"), bearer("badger"));
    }

    void WhoHasNoCredentialsIsRefused() { CPPUNIT_ASSERT_THROW(callerOf({}), RpcError); }

    void ARealTokenIsNotShown()
    {
        const std::string token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";
        CPPUNIT_ASSERT_EQUAL(std::size_t(18), bearer(token).size());
        CPPUNIT_ASSERT_EQUAL(std::string("token-"), bearer(token).substr(0, 6));
        CPPUNIT_ASSERT(bearer(token) == bearer(token) && bearer(token) != bearer(token + "x"));
        CPPUNIT_ASSERT_EQUAL(std::string("token-"), bearer("<script>").substr(0, 6));
    }

    void OtherCredentialsAreSomebodyToo()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), callerOf({"Basic YWxpY2U6c2VjcmV0", {}, {}}).subject);
        CPPUNIT_ASSERT_EQUAL(std::string("basic-"), callerOf({"Basic no-base64", {}, {}}).subject.substr(0, 6));
        CPPUNIT_ASSERT_EQUAL(std::string("cookie-"), callerOf({{}, "session=secret", {}}).subject.substr(0, 7));
        CPPUNIT_ASSERT_EQUAL(std::string("robot"), callerOf({{}, {}, "robot"}).subject);
        CPPUNIT_ASSERT_EQUAL(std::string("token-"), callerOf({"Negotiate alice", {}, {}}).subject.substr(0, 6));
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), callerOf({"alice", {}, {}}).subject);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CallerTest);

} // namespace
