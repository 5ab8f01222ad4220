#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/flyte/apps.h>
#include <flyte_webhook/flyte/unary.h>

using namespace flyte_webhook;

namespace
{

/// More than protobuf can count. None of it is there, for none of it may be read.
constexpr std::size_t size = std::size_t{3} << 30;

int32_t call(fw_request*, const fw_call*, fw_lent* reply)
{
    *reply = {"", size};
    return 0;
}

} // namespace

/// An answer that is larger than any message, as gRPC can carry it.
class HugeAnswerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HugeAnswerTest);
    CPPUNIT_TEST(ItIsNoneThatCanBeRead);
    CPPUNIT_TEST_SUITE_END();

    void ItIsNoneThatCanBeRead()
    {
        fw_host host{};
        host.call = call;
        flyteidl2::app::GetRequest request;
        flyteidl2::app::GetResponse reply;
        try
        {
            flyte::call(ControlPlane(host, nullptr), {"flyteidl2.app.AppService/Get", "Reading the app echo"}, request, reply);
            CPPUNIT_FAIL("it was read");
        }
        catch (const BadGateway& e)
        {
            CPPUNIT_ASSERT_EQUAL(std::string("Reading the app echo: the control plane's answer cannot be read"), std::string(e.what()));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HugeAnswerTest);
