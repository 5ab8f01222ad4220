#include "outgoing/request_writer.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;
using namespace flyte_webhook::host::outgoing;

/// The head of a request as text.
class RequestWriterTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RequestWriterTest);
    CPPUNIT_TEST(withoutForwardingNoCredentialStandsInTheHead);
    CPPUNIT_TEST(theHeadIsExactlyWhatIsAskedFor);
    CPPUNIT_TEST(knowsWhatMayBeSentTwice);
    CPPUNIT_TEST_SUITE_END();

    const std::vector<Credential> _credentials{{"authorization", "Bearer t0ken"}};

    OutgoingRequest request(std::string_view method)
    {
        OutgoingRequest request;
        request.method = method;
        request.headers = {{"Accept", "*/*"}};
        request.credentials = &_credentials;
        return request;
    }

    void withoutForwardingNoCredentialStandsInTheHead()
    {
        const auto head = requestHead(request("GET"), Url("http://h/x"), false);
        CPPUNIT_ASSERT_EQUAL(std::string("GET /x HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"), head);
    }

    void theHeadIsExactlyWhatIsAskedFor()
    {
        const auto head = requestHead(request("POST"), Url("https://[::1]:444"), true);
        CPPUNIT_ASSERT_EQUAL(std::string("POST / HTTP/1.1\r\nHost: [::1]:444\r\nAccept: */*\r\nauthorization: Bearer t0ken\r\n"
                                         "Content-Length: 0\r\n\r\n"),
                             head);
    }

    void knowsWhatMayBeSentTwice()
    {
        for (const auto* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) CPPUNIT_ASSERT_MESSAGE(method, isIdempotent(method));
        for (const auto* method : {"POST", "PATCH", "get", "X"}) CPPUNIT_ASSERT_MESSAGE(method, !isIdempotent(method));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RequestWriterTest);
