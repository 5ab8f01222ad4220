#include "support/temporary_directory.h"
#include "systemd/journal.h"
#include "telemetry/log.h"
#include <cerrno>
#include <chrono>
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

/// A journal that keeps what it is sent until it is asked.
class Journal
{
public:
    Journal()
    {
        sockaddr_un place{};
        place.sun_family = AF_UNIX;
        address().copy(place.sun_path, sizeof place.sun_path - 1);
        CPPUNIT_ASSERT_EQUAL(0, ::bind(_socket.number(), reinterpret_cast<const sockaddr*>(&place), sizeof place));
    }

    std::string address() const { return (_directory.path() / "socket").string(); }

    /// The next entry; empty when there is none.
    std::string next() const
    {
        char text[65536];
        const auto size = ::recv(_socket.number(), text, sizeof text, 0);
        return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
    }

private:
    TemporaryDirectory _directory;
    FileDescriptor _socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
};

/// The environment of a service whose standard error is that descriptor.
class Environment
{
public:
    explicit Environment(const std::string& stream) { ::setenv("JOURNAL_STREAM", stream.c_str(), 1); }
    ~Environment() { ::unsetenv("JOURNAL_STREAM"); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
};

class JournalTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(JournalTest);
    CPPUNIT_TEST(AnEntryHasItsFieldsByThemselves);
    CPPUNIT_TEST(NoValueForgesAField);
    CPPUNIT_TEST(EachLevelHasItsPriority);
    CPPUNIT_TEST(AJournalThatDoesNotReadHoldsNobodyUp);
    CPPUNIT_TEST(WhatWasLostIsToldInAnEntryOfItsOwn);
    CPPUNIT_TEST(TheDescriptorIsTheJournalsOnlyIfTheEnvironmentNamesIt);
    CPPUNIT_TEST(WithoutAJournalThereIsNoSocket);
    CPPUNIT_TEST_SUITE_END();

    const Journal _journal;
    const FileDescriptor _socket = connectToJournal(_journal.address());

    Log log(LogLevel level = LogLevel::info) const { return Log(_socket.number(), level, LogFormat::journal); }

    void AnEntryHasItsFieldsByThemselves()
    {
        log().info("request", {{"request_id", "a-1"},
                               {"status", std::int64_t{200}},
                               {"duration_ms", 1.5},
                               {"error", std::string_view()},
                               {"late", true},
                               {"odd-Name 1", "two words"}});
        CPPUNIT_ASSERT_EQUAL(std::string("SYSLOG_IDENTIFIER=flyte-webhook\n"
                                         "PRIORITY=6\n"
                                         "MESSAGE=request request_id=a-1 status=200 duration_ms=1.5 late=true odd-Name 1=\"two words\"\n"
                                         "FLYTE_WEBHOOK_REQUEST_ID=a-1\n"
                                         "FLYTE_WEBHOOK_STATUS=200\n"
                                         "FLYTE_WEBHOOK_DURATION_MS=1.5\n"
                                         "FLYTE_WEBHOOK_LATE=true\n"
                                         "FLYTE_WEBHOOK_ODD_NAME_1=two words\n"),
                             _journal.next());
        CPPUNIT_ASSERT_EQUAL(std::string(), _journal.next());
    }

    void NoValueForgesAField()
    {
        log().info("one\nPRIORITY=0", {{"k\nUID=0", "v\nUID=0"}});
        CPPUNIT_ASSERT_EQUAL(std::string("SYSLOG_IDENTIFIER=flyte-webhook\n"
                                         "PRIORITY=6\n"
                                         "MESSAGE=one\\nPRIORITY=0 k\\nUID=0=\"v\\nUID=0\"\n"
                                         "FLYTE_WEBHOOK_K_UID_0=v\\nUID=0\n"),
                             _journal.next());
    }

    void EachLevelHasItsPriority()
    {
        const auto all = log(LogLevel::debug);
        for (const auto& [level, priority] :
             {std::pair{LogLevel::debug, "7"}, {LogLevel::info, "6"}, {LogLevel::warning, "4"}, {LogLevel::error, "3"}})
        {
            all.write(level, "m");
            CPPUNIT_ASSERT_EQUAL(std::string("SYSLOG_IDENTIFIER=flyte-webhook\nPRIORITY=") + priority + "\nMESSAGE=m\n", _journal.next());
        }
    }

    void AJournalThatDoesNotReadHoldsNobodyUp()
    {
        const auto log = this->log();
        const auto begun = std::chrono::steady_clock::now();
        for (int i = 0; i < 5000; ++i) log.info("m");
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
        CPPUNIT_ASSERT(log.lost() > 0 && log.lost() < 5000);
    }

    void WhatWasLostIsToldInAnEntryOfItsOwn()
    {
        const auto log = this->log();
        while (log.lost() == 0) log.info("m");
        while (!_journal.next().empty())
        {
        }
        log.info("late");
        const auto told = _journal.next();
        CPPUNIT_ASSERT_MESSAGE(told, told.find("\nMESSAGE=log lines were lost, because they could not be written in time lines=1\n") !=
                                         std::string::npos);
        CPPUNIT_ASSERT(_journal.next().find("MESSAGE=late\n") != std::string::npos);
    }

    void TheDescriptorIsTheJournalsOnlyIfTheEnvironmentNamesIt()
    {
        struct stat about
        {
        };
        CPPUNIT_ASSERT_EQUAL(0, ::fstat(_socket.number(), &about));
        const auto stream = std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino);
        CPPUNIT_ASSERT(!isJournal(_socket.number()));
        const FileDescriptor other(::open("/dev/null", O_WRONLY | O_CLOEXEC));
        {
            const Environment environment(stream);
            CPPUNIT_ASSERT(isJournal(_socket.number()));
            CPPUNIT_ASSERT(!isJournal(other.number())); // somebody redirected it behind the service manager
        }
        for (const char* odd : {"", ":", "1:", "x:y"})
        {
            const Environment environment(odd);
            CPPUNIT_ASSERT(!isJournal(_socket.number()));
        }
    }

    void WithoutAJournalThereIsNoSocket()
    {
        CPPUNIT_ASSERT(!connectToJournal(_journal.address() + "2").valid());
        CPPUNIT_ASSERT(!connectToJournal(std::string(200, 'x')).valid());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JournalTest);

} // namespace
