#include "support/waiting.h"
#include "telemetry/log.h"
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <set>
#include <sstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace flyte_webhook::host;

namespace
{

/// A pair of connected sockets that keep the borders of what is written: one message is one write.
class Sockets
{
public:
    Sockets() { CPPUNIT_ASSERT_EQUAL(0, ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, _ends)); }
    ~Sockets()
    {
        ::close(_ends[0]);
        ::close(_ends[1]);
    }
    Sockets(const Sockets&) = delete;
    Sockets& operator=(const Sockets&) = delete;

    int writeEnd() const { return _ends[0]; }

    /// The next write; empty when there is none.
    std::string next() const
    {
        char text[65536];
        const auto size = ::recv(_ends[1], text, sizeof text, 0);
        return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
    }

private:
    int _ends[2];
};

/// A pipe that is read to its end.
class Pipe
{
public:
    Pipe() { CPPUNIT_ASSERT_EQUAL(0, ::pipe2(_ends, O_CLOEXEC)); }
    ~Pipe()
    {
        closeWriteEnd();
        ::close(_ends[0]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int writeEnd() const { return _ends[1]; }
    void closeWriteEnd()
    {
        if (_ends[1] >= 0) ::close(_ends[1]);
        _ends[1] = -1;
    }
    std::string rest() const
    {
        std::string text;
        char piece[4096];
        for (ssize_t size; (size = ::read(_ends[0], piece, sizeof piece)) > 0;) text.append(piece, static_cast<std::size_t>(size));
        return text;
    }

    /// What is in it at this moment.
    std::string some() const
    {
        std::string text(1 << 20, '\0');
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(_ends[0], text.data(), text.size()), 0)));
        return text;
    }

private:
    int _ends[2];
};

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

class LogTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LogTest);
    CPPUNIT_TEST(ALineIsOneWrite);
    CPPUNIT_TEST(LinesBelowTheLevelAreNotWritten);
    CPPUNIT_TEST(TheFormatIsTheOneAskedFor);
    CPPUNIT_TEST(LinesOfSeveralThreadsDoNotMix);
    CPPUNIT_TEST(AFullPipeLosesTheLineAndNothingElse);
    CPPUNIT_TEST(AStalledReaderHoldsNobodyUp);
    CPPUNIT_TEST(NorThoseWhoWriteAtTheSameTime);
    CPPUNIT_TEST(LostLinesAreToldOnceLinesCanBeWritten);
    CPPUNIT_TEST(ALineThatWasCutIsEndedBeforeTheNext);
    CPPUNIT_TEST(ALongLineArrivesWhole);
    CPPUNIT_TEST(AClosedDescriptorDoesNoHarmAndErrnoStays);
    CPPUNIT_TEST_SUITE_END();

    void ALineIsOneWrite()
    {
        const Sockets sockets;
        const Log log(sockets.writeEnd(), LogLevel::info, LogFormat::text);
        log.info("first", {{"a", "b c"}, {"n", std::int64_t{1}}});
        log.warning("second\n2026 ERROR forged");
        CPPUNIT_ASSERT_EQUAL(std::string("INFO first a=\"b c\" n=1\n"), sockets.next().substr(25));
        CPPUNIT_ASSERT_EQUAL(std::string("WARNING second\\n2026 ERROR forged\n"), sockets.next().substr(25));
        CPPUNIT_ASSERT_EQUAL(std::string(), sockets.next());
    }

    void LinesBelowTheLevelAreNotWritten()
    {
        const LogLevel levels[] = {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error};
        for (const auto level : levels)
        {
            const Sockets sockets;
            const Log log(sockets.writeEnd(), level, LogFormat::text);
            log.debug("m");
            log.info("m");
            log.warning("m");
            log.error("m");
            int lines = 0;
            while (!sockets.next().empty()) ++lines;
            CPPUNIT_ASSERT_EQUAL(5 - static_cast<int>(level), lines);
            CPPUNIT_ASSERT(log.writes(level) && log.writes(LogLevel::error));
            CPPUNIT_ASSERT_EQUAL(level == LogLevel::debug, log.writes(LogLevel::debug));
        }
    }

    void TheFormatIsTheOneAskedFor()
    {
        const Sockets sockets;
        Log(sockets.writeEnd(), LogLevel::info, LogFormat::json).error("m", {{"k", true}});
        const auto line = sockets.next();
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"time":"20)"), line.substr(0, 11));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(Z","level":"error","message":"m","k":true})"
                                         "\n"),
                             line.substr(line.find('Z')));
    }

    void LinesOfSeveralThreadsDoNotMix()
    {
        Pipe pipe; // that holds all of it, so that no line is lost to a reader that gets no processor
        CPPUNIT_ASSERT(::fcntl(pipe.writeEnd(), F_SETPIPE_SZ, 1 << 20) >= 1 << 20);
        const Log log(pipe.writeEnd(), LogLevel::info, LogFormat::json);
        std::vector<std::thread> threads;
        std::string text;
        std::thread reader([&] { text = pipe.rest(); });
        for (int i = 0; i < 8; ++i)
            threads.emplace_back(
                [&log, i]
                {
                    for (int k = 0; k < 200; ++k)
                        log.info(std::string(200, static_cast<char>('a' + i)), {{"n", std::int64_t{i * 1000 + k}}});
                });
        for (auto& thread : threads) thread.join();
        pipe.closeWriteEnd();
        reader.join();
        std::set<std::string> lines;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line); lines.insert(line.substr(line.find("message"))))
            CPPUNIT_ASSERT_EQUAL('}', line.back());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1600}, lines.size());
    }

    void AFullPipeLosesTheLineAndNothingElse()
    {
        Pipe pipe;
        CPPUNIT_ASSERT_EQUAL(0, ::fcntl(pipe.writeEnd(), F_SETFL, O_NONBLOCK));
        const Log log(pipe.writeEnd(), LogLevel::info, LogFormat::text);
        for (int i = 0; i < 10000; ++i) log.info("some words"); // far beyond what a pipe holds; must return
        pipe.closeWriteEnd();
        CPPUNIT_ASSERT(pipe.rest().find("some words\n") != std::string::npos);
    }

    void AStalledReaderHoldsNobodyUp()
    {
        const Pipe pipe;
        const Log log(pipe.writeEnd(), LogLevel::info, LogFormat::text);
        const auto begun = std::chrono::steady_clock::now();
        for (int i = 0; i < 5000; ++i) log.info("some words"); // a pipe that blocks holds about 1600 of them
        log.info(std::string(8000, 'x'));
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    }

    /// There is room for one line, which each of them may take for its own.
    void NorThoseWhoWriteAtTheSameTime()
    {
        for (int round = 0; round < 20; ++round)
        {
            const Pipe pipe;
            CPPUNIT_ASSERT_EQUAL(4096, ::fcntl(pipe.writeEnd(), F_SETPIPE_SZ, 4096));
            const Log log(pipe.writeEnd(), LogLevel::info, LogFormat::text);
            std::atomic<int> ready{0}, through{0};
            std::vector<std::thread> writers;
            while (writers.size() < 4)
                writers.emplace_back(
                    [&]
                    {
                        for (++ready; ready < 4;) continue;
                        log.info(std::string(3000, 'x'));
                        ++through;
                    });
            flyte_webhook::test::within(std::chrono::seconds(20), [&] { return through == 4; });
            const int stuck = 4 - through;
            for (int i = 0; i < stuck; ++i) pipe.some(); // each time another one goes on
            for (auto& writer : writers) writer.join();
            CPPUNIT_ASSERT_EQUAL(0, stuck);
        }
    }

    void LostLinesAreToldOnceLinesCanBeWritten()
    {
        for (const auto format : {LogFormat::text, LogFormat::json})
        {
            Pipe pipe;
            const Log log(pipe.writeEnd(), LogLevel::error, format);
            const int sent = 3000;
            for (int i = 0; i < sent; ++i) log.error("some words");
            const auto early = pipe.some();
            log.error("late");
            log.error("later");
            pipe.closeWriteEnd();
            const auto lines = linesOf(early + pipe.rest());
            const auto written = static_cast<int>(lines.size()) - 3;
            CPPUNIT_ASSERT(written > 0 && written < sent);
            const auto& told = lines[lines.size() - 3];
            const auto lost = std::to_string(sent - written);
            CPPUNIT_ASSERT_MESSAGE(told, told.find("log lines were lost") != std::string::npos);
            CPPUNIT_ASSERT_MESSAGE(told, told.find(format == LogFormat::text ? "lines=" + lost : "\"lines\":" + lost) != std::string::npos);
            CPPUNIT_ASSERT(lines[lines.size() - 2].find("late") != std::string::npos);
            CPPUNIT_ASSERT(lines[lines.size() - 1].find("later") != std::string::npos);
        }
    }

    void ALineThatWasCutIsEndedBeforeTheNext()
    {
        Pipe pipe;
        CPPUNIT_ASSERT_EQUAL(4096, ::fcntl(pipe.writeEnd(), F_SETPIPE_SZ, 4096));
        const Log log(pipe.writeEnd(), LogLevel::info, LogFormat::text);
        log.info(std::string(8000, 'x'));
        const auto early = pipe.some();
        log.info("late");
        pipe.closeWriteEnd();
        const auto lines = linesOf(early + pipe.rest());
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, lines.size());
        CPPUNIT_ASSERT_EQUAL('x', lines[0].back());
        CPPUNIT_ASSERT(lines[1].find("log lines were lost") != std::string::npos && lines[1].find("lines=1") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string("INFO late"), lines[2].substr(25));
    }

    void ALongLineArrivesWhole()
    {
        Pipe pipe;
        const Log log(pipe.writeEnd(), LogLevel::info, LogFormat::text);
        std::string text;
        std::thread reader([&] { text = pipe.rest(); });
        const std::string value(8000, 'x');
        for (int i = 0; i < 20; ++i) log.info(value, {{"a", value}, {"b", value}});
        pipe.closeWriteEnd();
        reader.join();
        const auto lines = linesOf(text);
        CPPUNIT_ASSERT_EQUAL(std::size_t{20}, lines.size());
        for (const auto& line : lines) CPPUNIT_ASSERT_EQUAL("INFO " + value + " a=" + value + " b=" + value, line.substr(25));
    }

    void AClosedDescriptorDoesNoHarmAndErrnoStays()
    {
        const Log log(-1, LogLevel::info, LogFormat::text);
        errno = ENOENT;
        log.error("lost");
        CPPUNIT_ASSERT_EQUAL(ENOENT, errno);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogTest);

} // namespace
