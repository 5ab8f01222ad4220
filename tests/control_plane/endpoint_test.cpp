#include "control_plane/endpoint.h"
#include <cppunit/extensions/HelperMacros.h>
#include <stdexcept>
#include <vector>

using flyte_webhook::host::ControlPlaneEndpoint;

/// How endpoints are read, and when two of them are one place.
class EndpointTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(EndpointTest);
    CPPUNIT_TEST(readsEachForm);
    CPPUNIT_TEST(takesPlainTextWhereNoSchemeIsNamed);
    CPPUNIT_TEST(refusesWhatIsNoEndpointAndSaysWhatWouldBe);
    CPPUNIT_TEST(knowsItsOwnPlaceInEachSpelling);
    CPPUNIT_TEST_SUITE_END();

    void readsEachForm()
    {
        struct Row
        {
            std::string text, target, host;
            int port;
            bool secure, isAddress;
        };
        const std::vector<Row> rows{
            {"dns:///Acme.Hosted.Example.com", "dns:///acme.hosted.example.com", "acme.hosted.example.com", 443, true, false},
            {"dns:///acme.example.com:8443", "dns:///acme.example.com:8443", "acme.example.com", 8443, true, false},
            {"https://acme.example.com/", "dns:///acme.example.com", "acme.example.com", 443, true, false},
            {"HTTPS://acme.example.com:443", "dns:///acme.example.com", "acme.example.com", 443, true, false},
            {"http://flyte", "dns:///flyte:80", "flyte", 80, false, false},
            {"http://localhost:8090", "dns:///localhost:8090", "localhost", 8090, false, false},
            {"flyte_admin.svc.:81", "dns:///flyte_admin.svc:81", "flyte_admin.svc", 81, true, false},
            {"flyte", "dns:///flyte", "flyte", 443, true, false},
            {"10.0.0.7:8090", "dns:///10.0.0.7:8090", "10.0.0.7", 8090, true, true},
            {"[::1]:8090", "[::1]:8090", "::1", 8090, true, true},
            {"fe80::7", "[fe80::7]", "fe80::7", 443, true, true},
            {"http://[2001:DB8::1]", "[2001:db8::1]:80", "2001:db8::1", 80, false, true},
        };
        for (const auto& row : rows)
        {
            const ControlPlaneEndpoint endpoint(row.text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.target, endpoint.target());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.host, endpoint.host());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.port, int(endpoint.port()));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.secure, endpoint.secure());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.isAddress, endpoint.isAddress());
        }
    }

    void takesPlainTextWhereNoSchemeIsNamed()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("dns:///flyte:80"), ControlPlaneEndpoint("flyte", true).target());
        CPPUNIT_ASSERT_EQUAL(std::string("dns:///flyte:443"), ControlPlaneEndpoint("dns:///flyte:443", true).target());
        CPPUNIT_ASSERT(!ControlPlaneEndpoint("dns:///flyte", true).secure());
        CPPUNIT_ASSERT(ControlPlaneEndpoint("https://flyte", true).secure());
    }

    void refusesWhatIsNoEndpointAndSaysWhatWouldBe()
    {
        const std::vector<std::string> rows{"",
                                            ":",
                                            ":80",
                                            "dns:///",
                                            "http://",
                                            "https:///",
                                            "ftp://flyte",
                                            "dns://8.8.8.8/flyte",
                                            "flyte/path",
                                            "https://flyte/path",
                                            "https://flyte?x",
                                            "https://flyte#x",
                                            "user@flyte",
                                            "https://user:word@flyte:1",
                                            "fly te",
                                            "flyte:0",
                                            "flyte:65536",
                                            "flyte:",
                                            "flyte:8o",
                                            "flyte:-1",
                                            "flyte:+1",
                                            "[::1",
                                            "::1]",
                                            "[]",
                                            "[::1]x:1",
                                            "[flyte]",
                                            "[127.0.0.1]",
                                            "127.1",
                                            "2130706433",
                                            "1.2.3.4.5",
                                            "a..b",
                                            ".a",
                                            "-a",
                                            "a-",
                                            "a\nb",
                                            std::string("a\0b", 3),
                                            "fe80::1%eth0",
                                            "\xc3\xa4.example",
                                            std::string(64, 'a'),
                                            "unix:/run/x",
                                            "a,b",
                                            "*"};
        for (const auto& row : rows)
        {
            try
            {
                const ControlPlaneEndpoint endpoint(row);
                CPPUNIT_FAIL("read as " + endpoint.target() + ": " + row);
            }
            catch (const std::invalid_argument& refusal)
            {
                CPPUNIT_ASSERT_MESSAGE(row, std::string(refusal.what()).find("write dns:///host") != std::string::npos);
                CPPUNIT_ASSERT_MESSAGE(row, std::string(refusal.what()).find('\n') == std::string::npos);
            }
        }
    }

    void knowsItsOwnPlaceInEachSpelling()
    {
        const auto same = [](const char* one, const char* own)
        { return ControlPlaneEndpoint(one).isSamePlaceAs(ControlPlaneEndpoint(own)); };
        CPPUNIT_ASSERT(same("http://acme.example.com", "dns:///acme.example.com"));
        CPPUNIT_ASSERT(same("https://ACME.example.com.:443", "dns:///acme.example.com"));
        CPPUNIT_ASSERT(same("acme.example.com", "https://acme.example.com:8443"));
        CPPUNIT_ASSERT(same("http://127.0.0.1:8090", "dns:///localhost:8090"));
        CPPUNIT_ASSERT(same("[::1]:8090", "http://localhost:8090"));
        CPPUNIT_ASSERT(!same("http://localhost:8091", "http://localhost:8090"));
        CPPUNIT_ASSERT(!same("https://data.example.com", "https://acme.example.com"));
        CPPUNIT_ASSERT(!same("https://acme.example.com:8443", "https://acme.example.com"));
        CPPUNIT_ASSERT(!same("https://127.example.com", "https://localhost"));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(EndpointTest);
