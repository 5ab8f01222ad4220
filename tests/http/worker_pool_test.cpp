#include "http/worker_pool.h"
#include "support/waiting.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cppunit/extensions/HelperMacros.h>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace flyte_webhook::host
{

namespace
{

using namespace std::chrono_literals;

/// A pool whose threads wait here for requests; each request is served until release().
class Office
{
public:
    explicit Office(std::chrono::milliseconds patience) : _patience(patience) { _pool.start(); }
    ~Office() { close(); }
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    WorkerPool& pool() { return _pool; }

    /// So many requests come; true when all are being served.
    bool ask(std::size_t many)
    {
        {
            const std::lock_guard lock(_mutex);
            _requests += many;
            _released = false;
        }
        _changed.notify_all();
        return test::within(20s, [&] { return _pool.serving() == many; });
    }

    /// All requests are answered.
    bool release()
    {
        {
            const std::lock_guard lock(_mutex);
            _released = true;
        }
        _changed.notify_all();
        return test::within(20s, [&] { return _pool.serving() == 0; });
    }

    /// How many threads have not returned for all that.
    std::size_t close()
    {
        {
            const std::lock_guard lock(_mutex);
            _closed = true;
        }
        _changed.notify_all();
        return _pool.stop(20s);
    }

    void forgetWhoServed()
    {
        const std::lock_guard lock(_mutex);
        _served.clear();
    }

    std::size_t haveServed()
    {
        const std::lock_guard lock(_mutex);
        return _served.size();
    }

    std::size_t waiting() const { return _waiting.load(); }

private:
    void work()
    {
        while (_pool.awaitTurn(_patience) && takeRequest())
        {
            if (!_pool.beginServing()) continue;
            std::unique_lock lock(_mutex);
            _served.insert(std::this_thread::get_id());
            _changed.wait(lock, [this] { return _released || _closed; });
            lock.unlock();
            _pool.endServing();
        }
    }

    bool takeRequest()
    {
        std::unique_lock lock(_mutex);
        _waiting.fetch_add(1);
        _changed.wait(lock, [this] { return _requests > 0 || _closed; });
        _waiting.fetch_sub(1);
        if (_closed) return false;
        --_requests;
        return true;
    }

    const std::chrono::milliseconds _patience;
    std::mutex _mutex;
    std::condition_variable _changed;
    std::size_t _requests = 0;
    std::set<std::thread::id> _served;
    bool _released = false, _closed = false;
    std::atomic<std::size_t> _waiting{0};
    WorkerPool _pool{100000, [this] { work(); }}; ///< last: its threads use all the others
};

const std::size_t few = 2 * std::max(std::thread::hardware_concurrency(), 1u);
const std::size_t many = std::max<std::size_t>(300, 4 * few);

} // namespace

class WorkerPoolTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(WorkerPoolTest);
    CPPUNIT_TEST(OneThreadStaysFreeHoweverManyServe);
    CPPUNIT_TEST(FewOfManyThatHaveServedWaitForEvents);
    CPPUNIT_TEST(ThoseThatRestComeBackBeforeNewOnesStart);
    CPPUNIT_TEST(ThoseThatAreNotNeededEnd);
    CPPUNIT_TEST(WhoWasLastToRestIsCalledFirst);
    CPPUNIT_TEST(AtTheEndThoseThatRestReturn);
    CPPUNIT_TEST_SUITE_END();

public:
    void OneThreadStaysFreeHoweverManyServe()
    {
        Office office(1h);
        CPPUNIT_ASSERT(office.ask(many));
        CPPUNIT_ASSERT(test::within(20s, [&] { return office.waiting() == 1; }));
        CPPUNIT_ASSERT_EQUAL(many + 1, office.pool().threads());
        CPPUNIT_ASSERT(office.release());
    }

    void FewOfManyThatHaveServedWaitForEvents()
    {
        Office office(1h);
        CPPUNIT_ASSERT(office.ask(many) && office.release());
        CPPUNIT_ASSERT(test::within(20s, [&] { return office.waiting() == few; }));
        CPPUNIT_ASSERT(office.pool().threads() >= many);
    }

    void ThoseThatRestComeBackBeforeNewOnesStart()
    {
        Office office(1h);
        for (int round = 0; round < 4; ++round)
        {
            CPPUNIT_ASSERT(office.ask(many) && office.release());
            CPPUNIT_ASSERT(test::within(20s, [&] { return office.waiting() == few; }));
        }
        CPPUNIT_ASSERT(office.pool().threads() < 2 * many); // one that is just going to rest cannot be called yet
    }

    void ThoseThatAreNotNeededEnd()
    {
        Office office(1ms);
        CPPUNIT_ASSERT(office.ask(many) && office.release());
        CPPUNIT_ASSERT(test::within(20s, [&] { return office.pool().threads() == few; }));
        CPPUNIT_ASSERT(office.ask(many) && office.release());
    }

    void WhoWasLastToRestIsCalledFirst() // so that the others end in time
    {
        Office office(1h);
        CPPUNIT_ASSERT(office.ask(many) && office.release());
        office.forgetWhoServed();
        for (int round = 0; round < 60; ++round) CPPUNIT_ASSERT(office.ask(few + 3) && office.release());
        CPPUNIT_ASSERT_MESSAGE(std::to_string(office.haveServed()) + " threads served", office.haveServed() < 4 * few + 20);
    }

    void AtTheEndThoseThatRestReturn()
    {
        Office office(1h);
        CPPUNIT_ASSERT(office.ask(many) && office.release());
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, office.close());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(WorkerPoolTest);

} // namespace flyte_webhook::host
