#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

namespace
{

class Nothing final : public Handler
{
public:
    static void describe(Endpoint& endpoint) { endpoint.get("nothing", "/nothing"); }
    void handle(Request&, Reply&) override {}
};

void harmless(Plugin& plugin) { plugin.add<Nothing>(); }
void throwing(Plugin&) { throw std::runtime_error("it cannot be"); }
void throwingAnInt(Plugin&) { throw 1; }
void fickle(Plugin& plugin)
{
    if (plugin.describing()) plugin.add<Nothing>();
}

template <void (*SetUp)(Plugin&)> const fw_plugin_table* entry(const fw_host* host, fw_const* why)
{
    static Module<SetUp> module("test", "1.0.0");
    return module.open(host, why);
}

template <void (*SetUp)(Plugin&)> std::string refusal()
{
    try
    {
        FakeHost(&entry<SetUp>).start();
    }
    catch (const StartRefused& e)
    {
        return e.what();
    }
    return {};
}

std::string refusalOf(const fw_host& host)
{
    fw_const why{};
    return entry<&harmless>(&host, &why) ? std::string() : std::string(toView(why));
}

} // namespace

/// Starting a plugin: what it says of itself, and why it declines.
class ModuleTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ModuleTest);
    CPPUNIT_TEST(TheTableSaysNameVersionAndEndpointsInTheirOrder);
    CPPUNIT_TEST(APluginThatThrowsDeclinesWithItsReason);
    CPPUNIT_TEST(APluginThatThrowsAnIntDeclines);
    CPPUNIT_TEST(AnOlderHostIsDeclinedBeforeAnythingOfItIsCalled);
    CPPUNIT_TEST(AHostOfAnotherMajorVersionIsDeclined);
    CPPUNIT_TEST(ANewerMinorVersionIsTaken);
    CPPUNIT_TEST(ASetUpWhoseRunsDifferIsRefused);
    CPPUNIT_TEST_SUITE_END();

public:
    void TheTableSaysNameVersionAndEndpointsInTheirOrder()
    {
        FakeHost host(&samplePlugin);
        const auto& table = host.table();
        CPPUNIT_ASSERT_EQUAL(std::string("sample"), std::string(toView(table.name)));
        CPPUNIT_ASSERT_EQUAL(std::string("2.0.0"), std::string(toView(table.version)));
        CPPUNIT_ASSERT_EQUAL(std::string("One of each"), std::string(toView(table.summary)));
        CPPUNIT_ASSERT_EQUAL(std::size_t(7), table.endpoint_count);
        CPPUNIT_ASSERT_EQUAL(std::string("settings"), std::string(toView(table.endpoints[0]->id)));
        CPPUNIT_ASSERT_EQUAL(std::string("answer"), std::string(toView(table.endpoints[6]->id)));
    }

    void APluginThatThrowsDeclinesWithItsReason() { CPPUNIT_ASSERT_EQUAL(std::string("it cannot be"), refusal<&throwing>()); }

    void APluginThatThrowsAnIntDeclines() { CPPUNIT_ASSERT(!refusal<&throwingAnInt>().empty()); }

    void AnOlderHostIsDeclinedBeforeAnythingOfItIsCalled()
    {
        fw_host host{};
        host.size = offsetof(fw_host, send);
        host.major = FW_ABI_MAJOR;
        CPPUNIT_ASSERT(refusalOf(host).find("1.1") != std::string::npos);
    }

    void AHostOfAnotherMajorVersionIsDeclined()
    {
        fw_host host{};
        host.size = sizeof host + 64;
        host.major = FW_ABI_MAJOR + 1;
        CPPUNIT_ASSERT(refusalOf(host).find("2.0") != std::string::npos);
    }

    void ANewerMinorVersionIsTaken()
    {
        fw_host host{};
        host.size = sizeof host + 64;
        host.major = FW_ABI_MAJOR;
        host.minor = FW_ABI_MINOR + 5;
        CPPUNIT_ASSERT_EQUAL(std::string(), refusalOf(host));
    }

    void ASetUpWhoseRunsDifferIsRefused() { CPPUNIT_ASSERT(refusal<&fickle>().find("1 endpoints") != std::string::npos); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ModuleTest);
