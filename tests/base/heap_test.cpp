#include "base/heap.h"
#include <cppunit/extensions/HelperMacros.h>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <new>
#include <unistd.h>
#include <vector>

using flyte_webhook::host::Heap;

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have a heap of their own
#define FLYTE_TEST_HEAP
#endif

namespace
{

/// While there is one, its thread gets no memory from `new`.
class NoMemory
{
public:
    NoMemory() { present = true; }
    ~NoMemory() { present = false; }
    NoMemory(const NoMemory&) = delete;
    NoMemory& operator=(const NoMemory&) = delete;

    static thread_local bool present;
};

thread_local bool NoMemory::present = false;

constexpr long long MiB = 1 << 20;

long long residentBytes()
{
    long long size = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

} // namespace

#ifdef FLYTE_TEST_HEAP
// Not inlined: the compiler would take one of them for the other half of the library's.
[[gnu::noinline]] void* operator new(std::size_t size)
{
    void* memory = NoMemory::present ? nullptr : std::malloc(size);
    if (!memory) throw std::bad_alloc();
    return memory;
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

class HeapTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HeapTest);
#ifdef FLYTE_TEST_HEAP
    CPPUNIT_TEST(WhatABigRequestLeftBehindIsGivenBack);
#endif
    CPPUNIT_TEST_SUITE_END();

    /// Many small pieces with one that stays on top, so that the C library keeps all that lies below.
    void WhatABigRequestLeftBehindIsGivenBack()
    {
        Heap heap;
        auto now = Heap::Clock::now();
        heap.tend(now);
        std::vector<std::unique_ptr<char[]>> pieces;
        for (int i = 0; i < 200'000; ++i) pieces.push_back(std::make_unique<char[]>(500));
        const auto last = std::move(pieces.back());
        pieces.clear();
        const auto kept = residentBytes();
        heap.tend(now); // too soon after the last time
        CPPUNIT_ASSERT(residentBytes() > kept - 10 * MiB);
        {
            const NoMemory none; // that is when it matters
            heap.tend(now += std::chrono::seconds(3));
        }
        CPPUNIT_ASSERT(residentBytes() < kept - 60 * MiB);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HeapTest);
