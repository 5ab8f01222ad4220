#include "sandbox/uploads/upload_folder.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

class UploadFolderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UploadFolderTest);
    CPPUNIT_TEST(AFileIsKeptAndMayComeAgain);
    CPPUNIT_TEST(OtherBytesThanAnnouncedAreRefusedAndLeaveNothing);
    CPPUNIT_TEST(OldFilesAreForgotten);
    CPPUNIT_TEST(ADigestIsWrittenAsContentMd5HasIt);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _state;
    const UploadFolder _folder{_state.path()};
    const UploadTicket _hello{"p", "d", "f", "5d41402abc4b2a76b9719d911017c592", 5, 0};

    std::size_t files() const
    {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(_folder.path())) count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    void AFileIsKeptAndMayComeAgain()
    {
        _folder.keep(_hello, "hello");
        _folder.keep(_hello, "hello");
        CPPUNIT_ASSERT_EQUAL(std::uintmax_t(5), std::filesystem::file_size(_folder.path() + "/" + pathOf(_hello)));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), files());
    }

    void OtherBytesThanAnnouncedAreRefusedAndLeaveNothing()
    {
        CPPUNIT_ASSERT_THROW(_folder.keep(_hello, "hello!"), UploadRefused);
        CPPUNIT_ASSERT_THROW(_folder.keep(_hello, "hellO"), UploadRefused);
        UploadTicket unsized = _hello;
        unsized.size = 0;
        CPPUNIT_ASSERT_THROW(_folder.keep(unsized, "hello!"), UploadRefused);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), files());
        _folder.keep(unsized, "hello");
    }

    void OldFilesAreForgotten()
    {
        _folder.keep(_hello, "hello");
        _folder.forget(currentTime() - std::chrono::hours(1));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), files());
        _folder.forget(currentTime() + std::chrono::hours(1));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), files());
    }

    void ADigestIsWrittenAsContentMd5HasIt() { CPPUNIT_ASSERT_EQUAL(std::string("XUFAKrxLKna5cZ2REBfFkg=="), contentMd5(_hello.md5)); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UploadFolderTest);

} // namespace
