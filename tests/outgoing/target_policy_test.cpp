#include "outgoing/target_policy.h"
#include <cppunit/extensions/HelperMacros.h>
#include <stdexcept>
#include <string>
#include <vector>

using flyte_webhook::host::TargetPolicy;
using Poco::Net::IPAddress;

/// Which targets may be reached, and which get credentials.
class TargetPolicyTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TargetPolicyTest);
    CPPUNIT_TEST(publicAddressesMayBeReachedWithoutCredentials);
    CPPUNIT_TEST(specialAddressesMayNotBeReachedUnlessNamed);
    CPPUNIT_TEST(addressesAndNetworksNameWhatLiesInThem);
    CPPUNIT_TEST(suffixesCoverWholeLabels);
    CPPUNIT_TEST(anEntryThatIsNoneOfTheThreeIsRefusedByName);
    CPPUNIT_TEST_SUITE_END();

    void publicAddressesMayBeReachedWithoutCredentials()
    {
        const TargetPolicy policy({"example.com", "10.0.0.0/8"});
        for (const auto* address :
             {"1.1.1.1",          "8.8.8.8",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
              "126.255.255.255",  "128.0.0.0",       "172.15.255.255",  "172.32.0.0",      "192.0.1.0",      "192.167.255.255",
              "198.17.255.255",   "198.20.0.0",      "223.255.255.255", "2606:4700::1111", "2a00::1",        "::ffff:8.8.8.8",
              "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:200::1"})
        {
            CPPUNIT_ASSERT_MESSAGE(address, policy.mayReach("app.elsewhere.net", IPAddress(address)));
            CPPUNIT_ASSERT_MESSAGE(address, !policy.mayForward("app.elsewhere.net", IPAddress(address)));
        }
    }

    void specialAddressesMayNotBeReachedUnlessNamed()
    {
        const TargetPolicy none({});
        const TargetPolicy byHost({"example.com"});
        for (const auto* address : {"0.0.0.0",
                                    "0.1.2.3",
                                    "10.0.0.1",
                                    "10.255.255.255",
                                    "100.64.0.1",
                                    "100.127.255.255",
                                    "127.0.0.1",
                                    "127.255.255.254",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.0.2.1",
                                    "192.88.99.1",
                                    "192.168.1.1",
                                    "198.18.0.1",
                                    "198.19.255.255",
                                    "198.51.100.7",
                                    "203.0.113.7",
                                    "224.0.0.1",
                                    "239.255.255.255",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "::7f00:1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:10.0.0.1",
                                    "::ffff:169.254.169.254",
                                    "64:ff9b::10.0.0.1",
                                    "64:ff9b::7f00:1",
                                    "64:ff9b:1::1",
                                    "100::1",
                                    "2001::1",
                                    "2001:db8::1",
                                    "2002:a00:1::1",
                                    "2002:7f00:1::1",
                                    "2002:c0a8:101::1",
                                    "3fff::1",
                                    "5f00::1",
                                    "fc00::1",
                                    "fd12:3456::1",
                                    "fe80::1",
                                    "febf::1",
                                    "fec0::1",
                                    "ff02::1"})
        {
            CPPUNIT_ASSERT_MESSAGE(address, !none.mayReach("app.example.com", IPAddress(address)));
            CPPUNIT_ASSERT_MESSAGE(address, !byHost.mayReach("app.elsewhere.net", IPAddress(address)));
            CPPUNIT_ASSERT_MESSAGE(address, byHost.mayReach("app.example.com", IPAddress(address)));
            CPPUNIT_ASSERT_MESSAGE(address, byHost.mayForward("app.example.com", IPAddress(address)));
        }
    }

    void addressesAndNetworksNameWhatLiesInThem()
    {
        const TargetPolicy policy({"127.0.0.1", "10.1.0.0/20", "fd00:1::/32", "::1", "192.168.0.77/32", "0.0.0.0/0"});
        const TargetPolicy narrow({"127.0.0.1", "10.1.0.0/20", "fd00:1::/32", "::1"});
        struct Row
        {
            const char* address;
            bool named;
        };
        for (const auto& row : std::vector<Row>{{"127.0.0.1", true},
                                                {"::ffff:127.0.0.1", true},
                                                {"64:ff9b::127.0.0.1", true},
                                                {"127.0.0.2", false},
                                                {"10.1.0.0", true},
                                                {"10.1.15.255", true},
                                                {"10.1.16.0", false},
                                                {"10.0.255.255", false},
                                                {"::ffff:10.1.2.3", true},
                                                {"fd00:1::5", true},
                                                {"fd00:1:ffff::5", true},
                                                {"fd00:2::5", false},
                                                {"::1", true},
                                                {"::2", false},
                                                {"fe80::1", false}})
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.address, row.named, narrow.mayReach("x", IPAddress(row.address)));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.address, row.named, narrow.mayForward("x", IPAddress(row.address)));
        }
        CPPUNIT_ASSERT(policy.mayForward("x", IPAddress("8.8.8.8")));
        CPPUNIT_ASSERT(!policy.mayForward("x", IPAddress("2606:4700::1111")));
    }

    void suffixesCoverWholeLabels()
    {
        const TargetPolicy policy({"Example.COM.", ".svc.local", "localhost"});
        const IPAddress address("8.8.8.8");
        for (const auto* host : {"example.com", "EXAMPLE.com", "example.com.", "a.example.com", "a.b.Example.Com.", "svc.local",
                                 "x.svc.local", "localhost", "app.localhost"})
            CPPUNIT_ASSERT_MESSAGE(host, policy.mayForward(host, address));
        for (const auto* host : {"badexample.com", "example.com.evil.net", "example.comm", "com", "xample.com", "", ".", "example.com..",
                                 "evil-svc.local", "local", "localhost.evil.net", "8.8.8.8"})
            CPPUNIT_ASSERT_MESSAGE(host, !policy.mayForward(host, address));
    }

    void anEntryThatIsNoneOfTheThreeIsRefusedByName()
    {
        for (const std::string entry : {"",
                                        ".",
                                        "..",
                                        "*.example.com",
                                        "https://example.com",
                                        "example.com:80",
                                        "exa mple",
                                        "10.0.0.0/33",
                                        "10.0.0.0/",
                                        "10.0.0.0/x",
                                        "10.0.0.0/-1",
                                        "::/129",
                                        "10.0.0",
                                        "10",
                                        "1.2.3.4.5",
                                        "example.com/8",
                                        "a..b",
                                        "[::1]",
                                        "fe80::1%eth0",
                                        "10.0.0.0/8/8",
                                        "\xc3\xa4.example"})
        {
            try
            {
                const TargetPolicy policy({"example.com", entry});
                CPPUNIT_FAIL("taken: " + entry);
            }
            catch (const std::invalid_argument& refusal)
            {
                CPPUNIT_ASSERT_MESSAGE(entry, std::string(refusal.what()).find("'" + entry + "'") != std::string::npos);
            }
        }
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TargetPolicyTest);
