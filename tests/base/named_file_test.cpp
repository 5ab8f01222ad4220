#include "base/named_file.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/stat.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::TemporaryDirectory;

class NamedFileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(NamedFileTest);
    CPPUNIT_TEST(AFilesTextIsReadWhole);
    CPPUNIT_TEST(WhatIsNotThereIsToldWithTheReason);
    CPPUNIT_TEST(WhatCouldMakeTheReaderWaitIsNotRead);
    CPPUNIT_TEST(TheNullDeviceIsAnEmptyFile);
    CPPUNIT_TEST(ALargerFileIsRefused);
    CPPUNIT_TEST(NoOtherProgramInheritsIt);
    CPPUNIT_TEST_SUITE_END();

    const TemporaryDirectory _folder;

    static std::string refusal(const std::string& file)
    {
        try
        {
            readNamedFile(file, 100);
        }
        catch (const UnreadableFile& e)
        {
            return e.what();
        }
        return {};
    }

    static std::string because(const std::string& reason)
    {
        return "cannot be read: " + reason + "; name a file that is there and that this user may read";
    }

    void AFilesTextIsReadWhole()
    {
        const std::string text(100000, 'x');
        CPPUNIT_ASSERT_EQUAL(text, readNamedFile(_folder.write("text", text), text.size()));
        std::filesystem::create_symlink("text", _folder.path() / "link");
        CPPUNIT_ASSERT_EQUAL(text, readNamedFile((_folder.path() / "link").string(), text.size()));
    }

    void WhatIsNotThereIsToldWithTheReason()
    {
        CPPUNIT_ASSERT_EQUAL(because("No such file or directory"), refusal("/none/such"));
        CPPUNIT_ASSERT_EQUAL(because("Is a directory"), refusal("/"));
    }

    void WhatCouldMakeTheReaderWaitIsNotRead()
    {
        const auto pipe = (_folder.path() / "pipe").string();
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(pipe.c_str(), 0600));
        CPPUNIT_ASSERT_EQUAL(because("it is no file"), refusal(pipe));
        CPPUNIT_ASSERT_EQUAL(because("it is no file"), refusal("/dev/zero"));
    }

    void TheNullDeviceIsAnEmptyFile() { CPPUNIT_ASSERT_EQUAL(std::string(), readNamedFile("/dev/null", 100)); }

    void ALargerFileIsRefused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), refusal(_folder.write("fits", std::string(100, 'x'))));
        CPPUNIT_ASSERT_EQUAL(because("File too large"), refusal(_folder.write("more", std::string(101, 'x'))));
    }

    void NoOtherProgramInheritsIt()
    {
        const auto file = openNamedFile(_folder.write("text", "x"));
        CPPUNIT_ASSERT(::fcntl(file.number(), F_GETFD) & FD_CLOEXEC);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(NamedFileTest);
