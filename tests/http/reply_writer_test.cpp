#include "http/reply_writer.h"
#include <array>
#include <cppunit/extensions/HelperMacros.h>
#include <sys/socket.h>

namespace flyte_webhook::host
{

/// How much of an answer a client has to take to be given more time.
class ReplyWriterTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ReplyWriterTest);
    CPPUNIT_TEST(aSixteenthOfABigAnswerIsAWay);
    CPPUNIT_TEST(ofASmallAnswer64KiBAre);
    CPPUNIT_TEST(answersHaveTheirPartOfTheMemoryAlone);
    CPPUNIT_TEST_SUITE_END();

    /// The two ends of a connection that holds little.
    struct Connection
    {
        Connection()
        {
            std::array<int, 2> ends{};
            CPPUNIT_ASSERT_EQUAL(0, ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()));
            const int little = 4096;
            CPPUNIT_ASSERT_EQUAL(0, ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &little, sizeof little));
            server = std::make_unique<ClientSocket>(FileDescriptor(ends[0]));
            client = FileDescriptor(ends[1]);
        }

        /// Takes all that has been sent.
        std::size_t take() const
        {
            std::array<char, 4096> space;
            std::size_t taken = 0;
            for (ssize_t count = 0; (count = ::recv(client.number(), space.data(), space.size(), 0)) > 0;)
                taken += static_cast<std::size_t>(count);
            return taken;
        }

        std::unique_ptr<ClientSocket> server;
        FileDescriptor client;
    };

    /// Checks at each step of an answer whether it is a way, and returns how many there were.
    static int ways(std::size_t size, std::size_t way)
    {
        MemoryBudget budget(size);
        ReplyWriter writer(budget);
        writer.setBody(std::string(size, 'x'), {});
        const Connection connection;
        int made = 0;
        for (std::size_t taken = 0, milestone = 0; taken < size;)
        {
            const auto outcome = writer.flush(*connection.server);
            taken += connection.take();
            if (outcome == ClientSocket::Outcome::Moved) break; // nobody asks any more
            CPPUNIT_ASSERT_EQUAL(taken - milestone >= way, writer.madeWay());
            CPPUNIT_ASSERT(!writer.madeWay());
            if (taken - milestone < way) continue;
            milestone = taken;
            ++made;
        }
        return made;
    }

public:
    void aSixteenthOfABigAnswerIsAWay()
    {
        const auto made = ways(4 << 20, 256 << 10);
        CPPUNIT_ASSERT(made > 8 && made <= 16);
    }

    void ofASmallAnswer64KiBAre()
    {
        const auto made = ways(512 << 10, 64 << 10);
        CPPUNIT_ASSERT(made > 4 && made <= 8);
    }

    void answersHaveTheirPartOfTheMemoryAlone()
    {
        constexpr std::size_t body = ReplyWriter::small + 1;
        MemoryBudget all(3 * body), answers(body, &all);
        ReplyWriter first(answers), second(answers);
        CPPUNIT_ASSERT(first.reserve(body));
        CPPUNIT_ASSERT(!second.reserve(body));
        CPPUNIT_ASSERT_EQUAL(body, all.used());
        first.clear();
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), all.used());
        CPPUNIT_ASSERT(all.take(3 * body)); // by requests
        CPPUNIT_ASSERT(!second.reserve(body));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), answers.used());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReplyWriterTest);

} // namespace flyte_webhook::host
