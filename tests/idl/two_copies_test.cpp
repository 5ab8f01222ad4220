#include "carrier.h"
#include "flyteidl2/core/literals.pb.h"
#include <cppunit/extensions/HelperMacros.h>
#include <dlfcn.h>
#include <memory>
#include <string>

namespace
{

/// One copy of the messages, loaded as the host loads a plugin. Never closed, as a plugin is not.
class Copy
{
public:
    explicit Copy(const char* file) : _handle(dlopen(file, RTLD_NOW | RTLD_LOCAL))
    {
        CPPUNIT_ASSERT_MESSAGE(_handle ? "" : dlerror(), _handle);
    }

    const void* defaultInstance() const { return function<decltype(carrier_default_instance)>("carrier_default_instance")(); }

    std::string roundTrip(const std::string& bytes) const
    {
        std::string result;
        const auto take = [](void* user, const char* data, std::size_t size)
        {
            static_cast<std::string*>(user)->assign(data, size);
            return true;
        };
        CPPUNIT_ASSERT(function<decltype(carrier_round_trip)>("carrier_round_trip")(bytes.data(), bytes.size(), take, &result));
        return result;
    }

    bool shows(const char* symbol) const { return dlsym(_handle, symbol) != nullptr; }

private:
    template <typename T> T* function(const char* name) const
    {
        const auto symbol = dlsym(_handle, name);
        CPPUNIT_ASSERT_MESSAGE(name, symbol);
        return reinterpret_cast<T*>(symbol);
    }

    void* _handle;
};

std::string sample()
{
    flyteidl2::core::Literal literal;
    (*literal.mutable_map()->mutable_literals())["k"].mutable_scalar()->mutable_primitive()->mutable_datetime()->set_seconds(42);
    return literal.SerializeAsString();
}

} // namespace

class TwoCopiesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TwoCopiesTest);
    CPPUNIT_TEST(TwoLibrariesWithTheirOwnMessagesWorkInOneProcess);
    CPPUNIT_TEST(EachLibraryHasItsOwnCopy);
    CPPUNIT_TEST(NoLibraryShowsItsMessages);
    CPPUNIT_TEST_SUITE_END();

public:
    void TwoLibrariesWithTheirOwnMessagesWorkInOneProcess()
    {
        const Copy first(FIRST_CARRIER), second(SECOND_CARRIER);
        for (int turn = 0; turn < 3; ++turn)
        {
            CPPUNIT_ASSERT_EQUAL(sample(), first.roundTrip(sample()));
            CPPUNIT_ASSERT_EQUAL(sample(), second.roundTrip(sample()));
        }
    }

    void EachLibraryHasItsOwnCopy()
    {
        const Copy first(FIRST_CARRIER), second(SECOND_CARRIER);
        const void* own = &flyteidl2::core::Literal::default_instance();
        CPPUNIT_ASSERT(first.defaultInstance() != second.defaultInstance());
        CPPUNIT_ASSERT(first.defaultInstance() != own && second.defaultInstance() != own);
    }

    void NoLibraryShowsItsMessages()
    {
        const Copy first(FIRST_CARRIER);
        CPPUNIT_ASSERT(first.shows("carrier_round_trip"));
        CPPUNIT_ASSERT(!first.shows("_ZN9flyteidl24core7LiteralC2ERKS1_"));
        CPPUNIT_ASSERT(!first.shows("_ZTVN9flyteidl24core7LiteralE"));
        CPPUNIT_ASSERT(!first.shows("_ZN9flyteidl24core26_Literal_default_instance_E"));
        CPPUNIT_ASSERT(!first.shows("_ZTVN6google8protobuf6StructE"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TwoCopiesTest);
