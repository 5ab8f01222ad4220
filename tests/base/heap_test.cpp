#include "base/heap.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fstream>
#include <memory>
#include <unistd.h>
#include <vector>

using flyte_webhook::host::Heap;

namespace
{

constexpr long long MiB = 1 << 20;

long long residentBytes()
{
    long long size = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

} // namespace

class HeapTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HeapTest);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have a heap of their own
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
        heap.tend(now += std::chrono::seconds(3));
        CPPUNIT_ASSERT(residentBytes() < kept - 60 * MiB);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HeapTest);
