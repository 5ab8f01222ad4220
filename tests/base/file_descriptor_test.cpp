#include "base/file_descriptor.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>

using flyte_webhook::host::FileDescriptor;

class FileDescriptorTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(FileDescriptorTest);
    CPPUNIT_TEST(ClosesWhatItOwns);
    CPPUNIT_TEST(OwnershipMoves);
    CPPUNIT_TEST(OwnsNothingByItself);
    CPPUNIT_TEST_SUITE_END();

    static int opened() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }
    static bool isOpen(int number) { return ::fcntl(number, F_GETFD) != -1; }

    void ClosesWhatItOwns()
    {
        const int one = opened(), other = opened();
        {
            const FileDescriptor first(one);
            FileDescriptor second(other);
            CPPUNIT_ASSERT(first.valid() && first.number() == one && isOpen(one));
            second.close();
            CPPUNIT_ASSERT(!second.valid() && !isOpen(other));
        }
        CPPUNIT_ASSERT(!isOpen(one));
    }

    void OwnershipMoves()
    {
        const int one = opened(), other = opened();
        FileDescriptor first(one), second(other);
        second = std::move(first);
        CPPUNIT_ASSERT(isOpen(one) && !isOpen(other));
        CPPUNIT_ASSERT_EQUAL(one, second.number());
        auto& same = second;
        second = std::move(same);
        CPPUNIT_ASSERT(isOpen(one) && second.number() == one);
        const FileDescriptor third(std::move(second));
        CPPUNIT_ASSERT(isOpen(one) && third.number() == one);
    }

    void OwnsNothingByItself()
    {
        FileDescriptor none;
        CPPUNIT_ASSERT(!none.valid());
        CPPUNIT_ASSERT_EQUAL(-1, none.number());
        none.close();
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(FileDescriptorTest);
