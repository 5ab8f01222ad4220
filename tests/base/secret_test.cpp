#include "base/failure.h"
#include "base/secret.h"
#include <algorithm>
#include <cppunit/extensions/HelperMacros.h>
#include <cstring>
#include <string>

using namespace flyte_webhook::host;

namespace
{

class SecretTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SecretTest);
    CPPUNIT_TEST(MemoryIsOverwritten);
    CPPUNIT_TEST(AStringsWholeBufferIsOverwritten);
    CPPUNIT_TEST(AShortStringIsOverwrittenInPlace);
    CPPUNIT_TEST(NothingIsFineToWipe);
    CPPUNIT_TEST(AFailureKeepsItsTextsApart);
    CPPUNIT_TEST_SUITE_END();

    void MemoryIsOverwritten()
    {
        char memory[64];
        std::memset(memory, 'x', sizeof memory);
        wipe(memory + 1, sizeof memory - 2);
        CPPUNIT_ASSERT(memory[0] == 'x' && memory[63] == 'x');
        CPPUNIT_ASSERT(std::all_of(memory + 1, memory + 63, [](char c) { return c == 0; }));
    }

    void AStringsWholeBufferIsOverwritten()
    {
        std::string secret(1000, 's');
        const auto* buffer = secret.data();
        const auto size = secret.capacity();
        secret.resize(3); // what lies behind the end was part of the secret
        wipe(secret);
        CPPUNIT_ASSERT(secret.empty());
        CPPUNIT_ASSERT(secret.data() == buffer);
        CPPUNIT_ASSERT(std::all_of(buffer, buffer + size, [](char c) { return c == 0; }));
    }

    void AShortStringIsOverwrittenInPlace()
    {
        std::string secret = "short";
        wipe(secret);
        CPPUNIT_ASSERT(secret.empty());
        CPPUNIT_ASSERT(std::all_of(secret.data(), secret.data() + 5, [](char c) { return c == 0; }));
    }

    void NothingIsFineToWipe()
    {
        std::string none;
        wipe(none);
        wipe(nullptr, 0);
        CPPUNIT_ASSERT(none.empty());
    }

    void AFailureKeepsItsTextsApart()
    {
        const Failure failure(flyte_webhook::ErrorKind::NotFound, "Run x not found", "gRPC 5");
        CPPUNIT_ASSERT(failure.kind() == flyte_webhook::ErrorKind::NotFound);
        CPPUNIT_ASSERT_EQUAL(std::string("Run x not found gRPC 5"), failure.what() + std::string(" ") + failure.cause());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SecretTest);

} // namespace
