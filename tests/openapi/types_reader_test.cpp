#include "base/failure.h"
#include "callers_exchange.h"
#include "pipeline/types_reader.h"
#include <condition_variable>
#include <cppunit/extensions/HelperMacros.h>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>

using namespace flyte_webhook::host;
using flyte_webhook::ErrorKind;
using flyte_webhook::factsOf;
using flyte_webhook::test::CallersExchange;
using flyte_webhook::test::reply;

namespace
{

std::vector<std::string> paths(std::size_t count)
{
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back("/types/" + std::to_string(i));
    return made;
}

/// Lets threads wait for what others do. Thread: any.
class Meeting
{
public:
    /// Waits until so many have come, those of before included.
    void comeAndWaitFor(int count)
    {
        std::unique_lock lock(_mutex);
        ++_come;
        _changed.notify_all();
        _changed.wait(lock, [&] { return _come >= count; });
    }

private:
    std::mutex _mutex;
    std::condition_variable _changed;
    int _come = 0;
};

/// Returns when it is cancelled.
void waitForCancellation(RequestContext& context)
{
    std::mutex mutex;
    std::condition_variable told;
    bool cancelled = false;
    const Cancellation::Action action(context.watched(),
                                      [&]
                                      {
                                          const std::lock_guard lock(mutex);
                                          cancelled = true;
                                          told.notify_all();
                                      });
    std::unique_lock lock(mutex);
    told.wait(lock, [&] { return cancelled; });
}

} // namespace

class TypesReaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TypesReaderTest);
    CPPUNIT_TEST(EachPathIsAskedAsTheCallerWouldAsk);
    CPPUNIT_TEST(AnswersStandInTheOrderOfThePaths);
    CPPUNIT_TEST(WhatIsNotForTheCallerIsNothing);
    CPPUNIT_TEST(WhatCannotBeReadIsNoFailureOfTheOthers);
    CPPUNIT_TEST(WhatCannotBeToldIsAFailureThatNamesNothing);
    CPPUNIT_TEST(AFailureEndsTheRest);
    CPPUNIT_TEST(NoMoreThanAreAllowedAreAskedAtOnce);
    CPPUNIT_TEST(WithoutHelpersTheCallersThreadDoesAll);
    CPPUNIT_TEST(AClientThatGoesEndsAll);
    CPPUNIT_TEST(MoreThanFitsIsTold);
    CPPUNIT_TEST(StreamedAnswersAreTakenWhole);
    CPPUNIT_TEST(CallsAreCountedForTheCaller);
    CPPUNIT_TEST_SUITE_END();

    using Told = std::vector<ToldTypes>;

    const CredentialExtractor _credentials{{"authorization"}};
    CallersExchange _exchange;
    RequestContext _caller{_exchange, std::chrono::minutes(1)};

    Told read(const TypesReader::Serve& serve, std::size_t count, TypesReader::Limits limits = {})
    {
        return TypesReader(serve, std::chrono::minutes(1), _credentials, limits).read(_caller, paths(count));
    }

    /// The failure that comes of an answer to one of three.
    Failure failureOf(const std::function<void(RequestContext&)>& answer)
    {
        try
        {
            read([&](RequestContext& context)
                 { context.request().path == "/types/1" ? answer(context) : static_cast<void>(context.answer(reply(200, "{}"))); },
                 3);
        }
        catch (const Failure& e)
        {
            return e;
        }
        throw std::logic_error("nothing failed");
    }

public:
    void EachPathIsAskedAsTheCallerWouldAsk()
    {
        _caller.id = "id-1";
        read(
            [&](RequestContext& context)
            {
                const auto& request = context.request();
                CPPUNIT_ASSERT(request.method == "GET" && request.path == "/types/0" && request.target == "/types/0");
                CPPUNIT_ASSERT(request.query.empty() && request.body.empty());
                CPPUNIT_ASSERT(request.header("Authorization") == "Bearer alice" && request.header("X-Request-Id") == "id-1");
                CPPUNIT_ASSERT(request.has("traceparent"));
                CPPUNIT_ASSERT_EQUAL(std::size_t{3}, request.headers.size());
                CPPUNIT_ASSERT(context.deadline() == _caller.deadline());
                CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1"), context.exchange().remoteAddress());
                context.answer(reply(200));
            },
            1);
        CPPUNIT_ASSERT(read([](RequestContext&) { CPPUNIT_FAIL("there is nothing to ask"); }, 0).empty());
    }

    void AnswersStandInTheOrderOfThePaths()
    {
        const auto told = read([](RequestContext& context) { context.answer(reply(200, std::string(context.request().path))); }, 100);
        for (std::size_t i = 0; i < 100; ++i) CPPUNIT_ASSERT_EQUAL(paths(100)[i], told[i].types.value());
    }

    void WhatIsNotForTheCallerIsNothing()
    {
        const std::pair<int, const char*> rows[] = {{403, "plugins_own"}, {404, "not_found"}, {400, "self"}};
        for (const auto& [status, word] : rows)
        {
            const auto serve = [status = status, word = word](RequestContext& context)
            {
                if (context.request().path == "/types/1")
                    context.fail(status, word, "not for you");
                else
                    context.answer(reply(200, "{}"));
            };
            const auto told = read(serve, 3);
            CPPUNIT_ASSERT(told[0].types == "{}" && !told[1].types && told[2].types == "{}");
            for (const auto& each : told) CPPUNIT_ASSERT(!each.unreadable);
        }
    }

    void WhatCannotBeReadIsNoFailureOfTheOthers()
    {
        const auto serve = [](RequestContext& context)
        {
            if (context.request().path == "/types/0" || context.request().path == "/types/2")
                context.fail(ErrorKind::BadGateway, "it cannot be read", "5 bytes that are none");
            else
                context.answer(reply(200, "{}"));
        };
        const auto told = read(serve, 4, {1, 0, 1000});
        for (const std::size_t place : {0, 2}) CPPUNIT_ASSERT(told[place].unreadable && !told[place].types);
        for (const std::size_t place : {1, 3}) CPPUNIT_ASSERT(!told[place].unreadable && told[place].types == "{}");
        CPPUNIT_ASSERT_EQUAL(std::string("/types/0: bad_gateway: 5 bytes that are none"), _caller.outcome.cause);
    }

    void WhatCannotBeToldIsAFailureThatNamesNothing()
    {
        const std::tuple<int, const char*, ErrorKind> rows[] = {{400, "invalid_argument", ErrorKind::InvalidArgument},
                                                                {400, "plugins_own", ErrorKind::ServerFailed},
                                                                {401, "unauthenticated", ErrorKind::Unauthenticated},
                                                                {409, "conflict", ErrorKind::Conflict},
                                                                {422, "invalid_request", ErrorKind::InvalidRequest},
                                                                {429, "resource_exhausted", ErrorKind::ResourceExhausted},
                                                                {500, "handler_failed", ErrorKind::HandlerFailed},
                                                                {501, "unimplemented", ErrorKind::Unimplemented},
                                                                {502, "data_loss", ErrorKind::DataLoss},
                                                                {503, "unavailable", ErrorKind::Unavailable},
                                                                {504, "deadline_exceeded", ErrorKind::DeadlineExceeded},
                                                                {503, "plugins_own", ErrorKind::Unavailable},
                                                                {504, "not_found", ErrorKind::GatewayTimeout},
                                                                {204, "not_found", ErrorKind::ServerFailed},
                                                                {302, "", ErrorKind::ServerFailed}};
        for (const auto& [status, word, expected] : rows)
        {
            const auto failure =
                failureOf([status = status, word = word](RequestContext& context) { context.fail(status, word, "of 1", "why"); });
            CPPUNIT_ASSERT(expected == failure.kind());
            CPPUNIT_ASSERT_EQUAL(std::string("Reading the types: ") + factsOf(expected).meaning, std::string(failure.what()));
            CPPUNIT_ASSERT_EQUAL("/types/1: " + std::string(word) + ": why", failure.cause());
        }
        CPPUNIT_ASSERT(ErrorKind::ServerFailed == failureOf([](RequestContext&) {}).kind());
        CPPUNIT_ASSERT(ErrorKind::ServerFailed == failureOf([](RequestContext&) { throw std::runtime_error("by accident"); }).kind());
    }

    void AFailureEndsTheRest()
    {
        std::atomic<int> asked{0};
        Meeting meeting;
        const auto serve = [&](RequestContext& context)
        {
            ++asked;
            meeting.comeAndWaitFor(3);
            if (context.request().path != "/types/1") waitForCancellation(context);
            context.fail(503, "unavailable", "no");
        };
        CPPUNIT_ASSERT_THROW(read(serve, 50, {3, 2, 1000}), Failure);
        CPPUNIT_ASSERT_EQUAL(3, asked.load());
    }

    void NoMoreThanAreAllowedAreAskedAtOnce()
    {
        std::atomic<int> now{0}, most{0};
        Meeting meeting;
        read(
            [&](RequestContext& context)
            {
                const int there = ++now;
                for (int before = most; there > before && !most.compare_exchange_weak(before, there);) continue;
                meeting.comeAndWaitFor(8);
                --now;
                context.answer(reply(200));
            },
            60);
        CPPUNIT_ASSERT_EQUAL(8, most.load());
    }

    void WithoutHelpersTheCallersThreadDoesAll()
    {
        std::set<std::thread::id> threads;
        read(
            [&](RequestContext& context)
            {
                threads.insert(std::this_thread::get_id());
                context.answer(reply(200));
            },
            20, {8, 0, 1000});
        CPPUNIT_ASSERT(threads == std::set<std::thread::id>{std::this_thread::get_id()});
    }

    void AClientThatGoesEndsAll()
    {
        Meeting meeting;
        std::thread client(
            [&]
            {
                meeting.comeAndWaitFor(4);
                _exchange.go();
            });
        const auto serve = [&](RequestContext& context)
        {
            meeting.comeAndWaitFor(4);
            waitForCancellation(context);
            context.fail(503, "cancelled", "gone");
        };
        CPPUNIT_ASSERT_THROW(read(serve, 10, {3, 2, 1000}), Failure);
        client.join();
    }

    void MoreThanFitsIsTold()
    {
        const auto serve = [](RequestContext& context) { context.answer(reply(200, std::string(100, 'x'))); };
        CPPUNIT_ASSERT_EQUAL(std::size_t{10}, read(serve, 10, {8, 32, 1000}).size());
        try
        {
            read(serve, 11, {8, 32, 1000});
            CPPUNIT_FAIL("it fitted");
        }
        catch (const Failure& e)
        {
            CPPUNIT_ASSERT(ErrorKind::Unimplemented == e.kind());
        }
    }

    void StreamedAnswersAreTakenWhole()
    {
        const auto told = read(
            [](RequestContext& context)
            {
                context.begin(reply(200, "a"));
                CPPUNIT_ASSERT(context.exchange().write("b") && context.exchange().write("c"));
                CPPUNIT_ASSERT_EQUAL(std::size_t{3}, context.exchange().bytesSent());
            },
            1);
        CPPUNIT_ASSERT_EQUAL(std::string("abc"), told[0].types.value());
        const auto tooLong = [](RequestContext& context)
        {
            context.begin(reply(200));
            while (context.exchange().write("1234567890")) continue;
        };
        CPPUNIT_ASSERT_THROW(read(tooLong, 1, {8, 32, 1000}), Failure);
        const auto brokenOff = [](RequestContext& context)
        {
            context.begin(reply(200, "half"));
            context.fail(500, "failed", "in the middle");
        };
        CPPUNIT_ASSERT(ErrorKind::ServerFailed == failureOf(brokenOff).kind());
    }

    void CallsAreCountedForTheCaller()
    {
        read(
            [](RequestContext& context)
            {
                context.outcome.calls = 2;
                context.outcome.callTime = std::chrono::milliseconds(3);
                context.answer(reply(200));
            },
            5);
        CPPUNIT_ASSERT_EQUAL(10u, _caller.outcome.calls);
        CPPUNIT_ASSERT(_caller.outcome.callTime == std::chrono::milliseconds(15));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TypesReaderTest);
