#include "c_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook::testing;

/// The interface is plain C: a plugin without a line of C++ does all that it has to.
class CPluginTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CPluginTest);
    CPPUNIT_TEST(ItAnswersARequest);
    CPPUNIT_TEST(ItReadsItsSetting);
    CPPUNIT_TEST(ItRefusesASettingWithAReason);
    CPPUNIT_TEST(ItFailsARequest);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&greeter_plugin};

public:
    void ItAnswersARequest()
    {
        const auto reply = host.request("greet").parameter("name", "Zoe").send();
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("text/plain"), reply.contentType);
        CPPUNIT_ASSERT_EQUAL(std::string("Hello Zoe"), reply.body);
    }

    void ItReadsItsSetting()
    {
        host.setting("greeting", "Moin");
        CPPUNIT_ASSERT_EQUAL(std::string("Moin Zoe"), host.request("greet").parameter("name", "Zoe").send().body);
    }

    void ItRefusesASettingWithAReason()
    {
        host.setting("greeting", std::string(33, 'x'));
        CPPUNIT_ASSERT_THROW_MESSAGE("too long", host.start(), StartRefused);
    }

    void ItFailsARequest()
    {
        const auto reply = host.request("greet").parameter("name", std::string(200, 'x')).send();
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("name_too_long"), reply.kind);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"The name is too long"})"), reply.body);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CPluginTest);
