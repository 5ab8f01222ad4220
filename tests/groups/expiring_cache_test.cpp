#include <cppunit/extensions/HelperMacros.h>
#include <cstdlib>
#include <flyte_webhook/flyte/expiring_cache.h>
#include <new>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have a heap of their own
#define FLYTE_TEST_HEAP
#endif

using namespace flyte_webhook::flyte;
using namespace std::chrono_literals;

namespace
{

/// While there is one, its thread gets memory from `new` so many times and then none.
class LittleMemory
{
public:
    explicit LittleMemory(int times)
    {
        left = times;
        present = true;
    }
    ~LittleMemory() { present = false; }
    LittleMemory(const LittleMemory&) = delete;
    LittleMemory& operator=(const LittleMemory&) = delete;

    static bool isUsedUp() { return present && left-- == 0; }

private:
    static thread_local bool present;
    static thread_local int left;
};

thread_local bool LittleMemory::present = false;
thread_local int LittleMemory::left = 0;

} // namespace

#ifdef FLYTE_TEST_HEAP
// Not inlined: the compiler would take one of them for the other half of the library's.
[[gnu::noinline]] void* operator new(std::size_t size)
{
    void* memory = LittleMemory::isUsedUp() ? nullptr : std::malloc(size);
    if (!memory) throw std::bad_alloc();
    return memory;
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

/// What a cache does when there is no memory.
class ExpiringCacheTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ExpiringCacheTest);
#ifdef FLYTE_TEST_HEAP
    CPPUNIT_TEST(WhatFoundNoMemoryHasNotCome);
#endif
    CPPUNIT_TEST_SUITE_END();

public:
    void WhatFoundNoMemoryHasNotCome()
    {
        int failed = 0;
        for (int times = 0; times < 5; ++times)
        {
            ExpiringCache<int> cache(10s, 2);
            cache.store("a", 1);
            try
            {
                const LittleMemory little(times);
                cache.store("b", 2);
            }
            catch (const std::bad_alloc&)
            {
                ++failed;
                CPPUNIT_ASSERT(!cache.find("b"));
                CPPUNIT_ASSERT_EQUAL(std::size_t(1), cache.size());
            }
            for (const char* key : {"c", "d", "e"}) cache.store(key, 3);
            CPPUNIT_ASSERT_EQUAL(std::size_t(2), cache.size());
            CPPUNIT_ASSERT(cache.find("d") && cache.find("e"));
        }
        CPPUNIT_ASSERT_EQUAL(2, failed); // an entry, and its place in the index
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExpiringCacheTest);
