#include "raw_client.h"
#include "smuggling_table.h"
#include "support/report.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <type_traits>

namespace flyte_webhook::host
{

using test::After;
using test::SmugglingRow;

namespace
{

/// Counts what reaches it.
struct Counting
{
    std::atomic<int> served{0};
    std::atomic<int> hidden{0};

    TestHandler::Serve serve()
    {
        return [this](Exchange& exchange)
        {
            ++(exchange.request().path == "/hidden" ? hidden : served);
            TestHandler::echo(exchange);
        };
    }
};

const char* textOf(After after) { return after == After::Kept ? "kept" : after == After::Closed ? "closed" : "waits for the rest"; }

/// What the page says of each row, once they have passed.
void report(const std::vector<SmugglingRow>& rows)
{
    const test::ReportTable table("smuggling", {"what is sent", "answers", "requests served", "connection"});
    for (const auto& row : rows)
    {
        std::string answers;
        for (const int status : row.answers) answers += (answers.empty() ? "" : ", ") + std::to_string(status);
        table.row({row.name, answers, std::to_string(row.served()), textOf(row.after)});
    }
}

} // namespace

/// Requests that two servers could read in two ways, by the socket. What is refused ends the connection, so that nothing behind it is
/// ever taken for a request.
class SmugglingTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SmugglingTest);
    CPPUNIT_TEST(nothingIsSmuggledAtOnce);
    CPPUNIT_TEST(nothingIsSmuggledByteByByte);
    CPPUNIT_TEST(theHiddenRequestWouldBeServed);
    CPPUNIT_TEST_SUITE_END();

public:
    void nothingIsSmuggledAtOnce()
    {
        const auto rows = test::smugglingTable(get("/hidden"));
        CPPUNIT_ASSERT(rows.size() >= 150);
        for (const auto& row : rows) check(row, row.sent.size());
        if (std::is_same_v<RawClient, PlainClient>) report(rows); // over TLS they are the same
    }

    void nothingIsSmuggledByteByByte()
    {
        for (const auto& row : test::smugglingTable(get("/hidden")))
            if (row.sent.size() < 10000) check(row, 1);
    }

    void theHiddenRequestWouldBeServed()
    {
        Counting counting;
        const TestServer test({}, counting.serve());
        CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(get("/hidden")).status);
        CPPUNIT_ASSERT_EQUAL(1, counting.hidden.load());
    }

private:
    static void check(const SmugglingRow& row, std::size_t pieces)
    {
        Counting counting;
        TestServer test({}, counting.serve());
        RawClient client(test.port());
        for (std::size_t place = 0; place < row.sent.size(); place += pieces)
            if (!client.send(std::string_view(row.sent).substr(place, pieces))) break; // refused before all of it
        for (const int status : row.answers)
        {
            const auto reply = client.read();
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, status, reply.status);
            if (status != 200) CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, std::string("close"), reply.headers.at("connection"));
        }
        if (row.after == After::Kept) CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, std::string("GET /probe "), client.ask(get("/probe")).body);
        if (row.after != After::Closed) client.endOutput();
        CPPUNIT_ASSERT_MESSAGE(row.name, client.ended());
        client.close();
        CPPUNIT_ASSERT_MESSAGE(row.name, eventually([&] { return test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.served() + (row.after == After::Kept ? 1 : 0), counting.served.load());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, 0, counting.hidden.load());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SmugglingTest);

} // namespace flyte_webhook::host
