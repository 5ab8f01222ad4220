#include "outgoing/outgoing_failure.h"
#include "outgoing/url.h"
#include <cppunit/extensions/HelperMacros.h>
#include <string>
#include <vector>

using flyte_webhook::host::outgoing::OutgoingFailure;
using flyte_webhook::host::outgoing::Url;

/// How strictly URLs are read.
class UrlTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UrlTest);
    CPPUNIT_TEST(readsWhatIsOne);
    CPPUNIT_TEST(refusesWhatMayBeReadInTwoWays);
    CPPUNIT_TEST_SUITE_END();

    void readsWhatIsOne()
    {
        struct Row
        {
            std::string text;
            bool secure;
            std::string host;
            int port;
            std::string target, hostHeader;
        };
        const std::vector<Row> rows{
            {"http://example.com", false, "example.com", 80, "/", "example.com"},
            {"HTTPS://Example.COM/a/../b?c=%20&d#frag", true, "example.com", 443, "/a/../b?c=%20&d", "example.com"},
            {"https://example.com:443/", true, "example.com", 443, "/", "example.com"},
            {"https://example.com:80/", true, "example.com", 80, "/", "example.com:80"},
            {"http://example.com?x=/y@z", false, "example.com", 80, "/?x=/y@z", "example.com"},
            {"http://[::1]:8080/x", false, "::1", 8080, "/x", "[::1]:8080"},
            {"http://[2001:DB8::1]", false, "2001:db8::1", 80, "/", "[2001:db8::1]"},
            {"http://127.0.0.1:65535", false, "127.0.0.1", 65535, "/", "127.0.0.1:65535"},
            {"http://a_b.example.com./", false, "a_b.example.com.", 80, "/", "a_b.example.com."},
            {"http://h//x", false, "h", 80, "//x", "h"},
        };
        for (const auto& row : rows)
        {
            const Url url(row.text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.secure, url.secure());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.host, url.host());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.port, int(url.port()));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.target, url.target());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.text, row.hostHeader, url.hostHeader());
        }
    }

    void refusesWhatMayBeReadInTwoWays()
    {
        for (const std::string text : {"",
                                       "/",
                                       "example.com",
                                       "//example.com",
                                       "ftp://example.com",
                                       "file:///etc/passwd",
                                       "http:/example.com",
                                       "http:example.com",
                                       "http://",
                                       "http:///x",
                                       "http://?x",
                                       "http://:80",
                                       "http://user@example.com",
                                       "http://user:word@example.com",
                                       "http://@example.com",
                                       "http://evil.com\\@example.com",
                                       "http://exa mple.com",
                                       "http://example.com/a b",
                                       "http://example.com/\r\nHost: x",
                                       "http://example.com/\x01",
                                       "http://example.com/\x7f",
                                       "http://ex\xc3\xa4mple.com",
                                       "http://example.com/\xc3\xa4",
                                       "http://example.com:",
                                       "http://example.com:0",
                                       "http://example.com:65536",
                                       "http://example.com:8o",
                                       "http://example.com:+80",
                                       "http://example.com:-1",
                                       "http://example.com:80:80",
                                       "http://[::1",
                                       "http://[]",
                                       "http://[::1]x",
                                       "http://[::1]80",
                                       "http://[fe80::1%25eth0]",
                                       "http://[example.com]",
                                       "http://ex%61mple.com",
                                       "http://exa,mple.com",
                                       "http://a\tb",
                                       " http://example.com",
                                       "javascript://example.com"})
        {
            try
            {
                const Url url(text);
                CPPUNIT_FAIL("read as " + url.host() + ": " + text);
            }
            catch (const OutgoingFailure& failure)
            {
                CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_REFUSED), int(failure.outcome()));
            }
        }
        CPPUNIT_ASSERT_THROW(Url("http://h/" + std::string(20'000, 'x')), OutgoingFailure);
        CPPUNIT_ASSERT_THROW(Url(std::string("http://h/\0x", 11)), OutgoingFailure);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(UrlTest);
