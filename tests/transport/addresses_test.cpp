#include "support/waiting.h"
#include "transport/addresses.h"
#include "transport/scarcity.h"
#include "transport/slow_names.h"
#include "transport/transport_failure.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <netdb.h>

using namespace flyte_webhook::host::transport;
using namespace flyte_webhook::test;
using Poco::Net::IPAddress;
using namespace std::chrono_literals;

/// Addresses that are remembered, and looked up again beside those who need them.
class AddressesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AddressesTest);
    CPPUNIT_TEST(aNameIsLookedUpOnce);
    CPPUNIT_TEST(oldAddressesAreUsedWhileNewOnesAreLookedUp);
    CPPUNIT_TEST(aLookUpThatFailsLeavesWhatIsKnown);
    CPPUNIT_TEST(aLookUpThatCannotBeBegunLeavesWhatIsKnown);
    CPPUNIT_TEST(whatIsForgottenIsLookedUpAgain);
    CPPUNIT_TEST(whatIsPreferredIsTriedFirst);
    CPPUNIT_TEST(aNameThatIsNotKnownIsAFault);
    CPPUNIT_TEST_SUITE_END();

    const std::shared_ptr<SlowNames> _service = std::make_shared<SlowNames>();
    SlowNames& _names = *_service;
    Resolver _resolver{SlowNames::asking(_service)};

    static std::string get(Addresses& addresses)
    {
        Patience patience(Patience::Clock::now() + 20s, nullptr);
        return addresses.get(patience).at(0).toString();
    }

    void aNameIsLookedUpOnce()
    {
        _names.answer();
        Addresses addresses(_resolver, "one.example");
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), _names.timesAsked("one.example"));
    }

    void oldAddressesAreUsedWhileNewOnesAreLookedUp()
    {
        _names.answer();
        Addresses addresses(_resolver, "one.example", 0s);
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        _names.beSlow();
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        CPPUNIT_ASSERT(_names.awaitAsked(2));
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        _names.answer();
        CPPUNIT_ASSERT(within(20s, [&] { return get(addresses) != "192.0.2.1"; }));
    }

    void aLookUpThatFailsLeavesWhatIsKnown()
    {
        _names.answer();
        Addresses addresses(_resolver, "one.example", 0s);
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        _names.answer(EAI_AGAIN);
        CPPUNIT_ASSERT(within(20s,
                              [&]
                              {
                                  CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
                                  return _names.timesAsked("one.example") > 3;
                              }));
    }

    void aLookUpThatCannotBeBegunLeavesWhatIsKnown()
    {
        _names.answer();
        Addresses addresses(_resolver, "one.example", 0s);
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        {
            const NoDescriptors none;
            CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        }
        CPPUNIT_ASSERT(within(20s, [&] { return get(addresses) != "192.0.2.1"; }));
    }

    void whatIsForgottenIsLookedUpAgain()
    {
        _names.answer();
        Addresses addresses(_resolver, "one.example");
        get(addresses);
        addresses.forget();
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.2"), get(addresses));
    }

    void whatIsPreferredIsTriedFirst()
    {
        const auto asked = std::make_shared<std::atomic<int>>(0);
        Resolver both(
            [asked](const std::string&)
            {
                ++*asked;
                return Resolver::Found{0, {IPAddress("192.0.2.1"), IPAddress("192.0.2.2")}};
            });
        Addresses addresses(both, "two.example", 0s);
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), get(addresses));
        addresses.prefer(IPAddress("192.0.2.2"));
        CPPUNIT_ASSERT(within(20s,
                              [&]
                              {
                                  CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.2"), get(addresses));
                                  return *asked > 3;
                              }));
        addresses.prefer(IPAddress("192.0.2.3"));
        CPPUNIT_ASSERT(within(20s, [&] { return get(addresses) == "192.0.2.1"; }));
    }

    void aNameThatIsNotKnownIsAFault()
    {
        _names.answer(EAI_NONAME);
        Addresses addresses(_resolver, "none.example");
        try
        {
            get(addresses);
            CPPUNIT_FAIL("it was found");
        }
        catch (const TransportFailure& failure)
        {
            CPPUNIT_ASSERT(failure.fault() == Fault::unknownHost);
        }
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(AddressesTest);
