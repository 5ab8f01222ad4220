#include "http/http_server.h"
#include "http/request_reader.h"
#include "request_rows.h"
#include <cppunit/extensions/HelperMacros.h>
#include <cstring>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

namespace
{

HttpLimits smallLimits()
{
    HttpLimits limits;
    limits.maxHeader = 8000;
    limits.maxBody = 1000;
    return limits;
}

std::string told(const RequestReader& reader)
{
    const auto& request = reader.request();
    return std::string(request.method) + " " + std::string(request.target) + " [" + std::string(request.body) + "]";
}

/// Feeds `sent` in pieces that end at the given places.
class Feeding
{
public:
    explicit Feeding(const HttpLimits& limits = smallLimits()) : _reader(limits, _budget) {}

    Feeding& feed(std::string_view piece)
    {
        while (!piece.empty() && !_rejected)
        {
            char* space = _reader.space();
            const auto count = std::min(piece.size(), _reader.spaceSize());
            std::memcpy(space, piece.data(), count);
            _reader.added(count);
            piece.remove_prefix(count);
            parse();
        }
        return *this;
    }

    std::string outcome() const { return _rejected || _reader.empty() ? _outcome : _outcome + (_outcome.empty() ? "..." : ", ..."); }

private:
    void parse()
    {
        for (auto state = _reader.parse(); state == RequestReader::State::Whole; state = _reader.parse())
        {
            add(told(_reader));
            _reader.next();
        }
        _rejected = _reader.parse() == RequestReader::State::Rejected;
        if (_rejected) add(std::to_string(factsOf(_reader.rejection().kind.value()).status));
    }

    void add(const std::string& what) { _outcome += (_outcome.empty() ? "" : ", ") + what; }

    MemoryBudget _budget{1 << 30};
    RequestReader _reader;
    std::string _outcome;
    bool _rejected = false;
};

} // namespace

class RequestReaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RequestReaderTest);
    CPPUNIT_TEST(goodRequestsAreUnderstood);
    CPPUNIT_TEST(badRequestLinesAreRefused);
    CPPUNIT_TEST(badHeadersAreRefused);
    CPPUNIT_TEST(badLengthsAreRefused);
    CPPUNIT_TEST(badCodingsAreRefused);
    CPPUNIT_TEST(badChunksAreRefused);
    CPPUNIT_TEST(partsOfARequestAreTold);
    CPPUNIT_TEST(bodyThatOutgrowsTheBufferKeepsTheHead);
    CPPUNIT_TEST(connectionIsKeptAsTheVersionSays);
    CPPUNIT_TEST(expectationIsToldOnceAndOnlyBeforeTheBody);
    CPPUNIT_TEST_SUITE_END();

public:
    void goodRequestsAreUnderstood() { check(goodRequests()); }
    void badRequestLinesAreRefused() { check(badRequestLines()); }
    void badHeadersAreRefused() { check(badHeaders()); }
    void badLengthsAreRefused() { check(badLengths()); }
    void badCodingsAreRefused() { check(badCodings()); }
    void badChunksAreRefused() { check(badChunks()); }

    void partsOfARequestAreTold()
    {
        RequestReader reader(smallLimits(), _budget);
        fill(reader, "PUT /a/b?c=d?e HTTP/1.1\r\nHost: h\r\nX-One:  1 \r\nx-one: 2\r\nEmpty:\r\nContent-Length: 3\r\n\r\nxyz");
        CPPUNIT_ASSERT(reader.parse() == RequestReader::State::Whole);
        const auto& request = reader.request();
        CPPUNIT_ASSERT_EQUAL(std::string("PUT"), std::string(request.method));
        CPPUNIT_ASSERT_EQUAL(std::string("/a/b?c=d?e"), std::string(request.target));
        CPPUNIT_ASSERT_EQUAL(std::string("/a/b"), std::string(request.path));
        CPPUNIT_ASSERT_EQUAL(std::string("c=d?e"), std::string(request.query));
        CPPUNIT_ASSERT_EQUAL(std::string("xyz"), std::string(request.body));
        CPPUNIT_ASSERT_EQUAL(std::string("1"), std::string(request.header("x-ONE")));
        CPPUNIT_ASSERT(request.has("empty") && request.header("empty").empty());
        CPPUNIT_ASSERT(!request.has("other"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(5), request.headers.size());
    }

    void bodyThatOutgrowsTheBufferKeepsTheHead()
    {
        HttpLimits limits;
        RequestReader reader(limits, _budget);
        const std::string body(3 << 20, 'z');
        fill(reader, "POST /big HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer t\r\nContent-Length: " + std::to_string(body.size()) +
                         "\r\n\r\n" + body);
        CPPUNIT_ASSERT(reader.parse() == RequestReader::State::Whole);
        CPPUNIT_ASSERT_EQUAL(std::string("/big"), std::string(reader.request().path));
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer t"), std::string(reader.request().header("authorization")));
        CPPUNIT_ASSERT(reader.request().body == body);
    }

    void connectionIsKeptAsTheVersionSays()
    {
        CPPUNIT_ASSERT(keeps("1.1", ""));
        CPPUNIT_ASSERT(!keeps("1.1", "Connection: close\r\n"));
        CPPUNIT_ASSERT(!keeps("1.1", "Connection: te, CLOSE ,x\r\n"));
        CPPUNIT_ASSERT(!keeps("1.1", "Connection: keep-alive\r\nConnection: close\r\n"));
        CPPUNIT_ASSERT(!keeps("1.0", ""));
        CPPUNIT_ASSERT(keeps("1.0", "Connection: Keep-Alive\r\n"));
        CPPUNIT_ASSERT(!keeps("1.0", "Connection: keep-alive, close\r\n"));
    }

    void expectationIsToldOnceAndOnlyBeforeTheBody()
    {
        const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n";
        RequestReader reader(smallLimits(), _budget);
        fill(reader, head);
        CPPUNIT_ASSERT(reader.parse() == RequestReader::State::Body);
        CPPUNIT_ASSERT(reader.takeExpectation());
        CPPUNIT_ASSERT(!reader.takeExpectation());
        RequestReader second(smallLimits(), _budget);
        fill(second, head + "x");
        CPPUNIT_ASSERT(second.parse() == RequestReader::State::Body);
        CPPUNIT_ASSERT(!second.takeExpectation());
    }

private:
    MemoryBudget _budget{1 << 30};

    static void fill(RequestReader& reader, std::string_view bytes)
    {
        while (!bytes.empty())
        {
            char* space = reader.space();
            const auto count = std::min(bytes.size(), reader.spaceSize());
            std::memcpy(space, bytes.data(), count);
            reader.added(count);
            bytes.remove_prefix(count);
            reader.parse();
        }
    }

    bool keeps(const std::string& version, const std::string& lines)
    {
        RequestReader reader(smallLimits(), _budget);
        fill(reader, "GET / HTTP/" + version + "\r\nHost: a\r\n" + lines + "\r\n");
        CPPUNIT_ASSERT(reader.parse() == RequestReader::State::Whole);
        return reader.keepAlive();
    }

    static std::string byteByByte(const std::string& sent)
    {
        Feeding feeding;
        for (std::size_t i = 0; i < sent.size(); ++i) feeding.feed(std::string_view(sent).substr(i, 1));
        return feeding.outcome();
    }

    static std::string splitAt(const std::string& sent, std::size_t place)
    {
        return Feeding().feed(std::string_view(sent).substr(0, place)).feed(std::string_view(sent).substr(place)).outcome();
    }

    static void check(const std::vector<Row>& rows)
    {
        for (const auto& row : rows)
        {
            const auto shown = row.sent.substr(0, 200);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(shown, row.understood, Feeding().feed(row.sent).outcome());
            CPPUNIT_ASSERT_EQUAL_MESSAGE("byte by byte: " + shown, row.understood, byteByByte(row.sent));
            for (std::size_t place = 1; place < row.sent.size(); ++place)
                CPPUNIT_ASSERT_EQUAL_MESSAGE("split at " + std::to_string(place) + ": " + shown, row.understood, splitAt(row.sent, place));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RequestReaderTest);

} // namespace flyte_webhook::host
