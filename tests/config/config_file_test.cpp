#include "config/config_file.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <filesystem>

using namespace flyte_webhook::host;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

/// "section.key=value@where" of each line, then "!error" of each error.
std::string parsed(std::string_view text)
{
    ConfigErrors errors;
    std::string result;
    for (const auto& line : parseConfig(text, "x.ini", errors))
        result += line.section + "." + line.key + "=" + line.value + "@" + line.where + " ";
    for (const auto& error : errors) result += "!" + error.text() + " ";
    return result.empty() ? result : result.substr(0, result.size() - 1);
}

class ConfigFileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConfigFileTest);
    CPPUNIT_TEST(KeysBelongToTheSectionAboveThem);
    CPPUNIT_TEST(WhiteSpaceCommentsAndLineEndsDoNotMatter);
    CPPUNIT_TEST(AValueKeepsWhatIsNoWhiteSpaceAroundIt);
    CPPUNIT_TEST(EachBrokenLineIsToldWithItsNumber);
    CPPUNIT_TEST(ABrokenSectionIsToldOnceAndItsKeysAreLeftOut);
    CPPUNIT_TEST(AKeyThatASectionHasTwiceIsTold);
    CPPUNIT_TEST(AFileThatCannotBeReadIsToldWithTheReason);
    CPPUNIT_TEST(AnEmptyFileHoldsNothing);
    CPPUNIT_TEST_SUITE_END();

    void KeysBelongToTheSectionAboveThem()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=1@x.ini:2 b.x=2@x.ini:4 plugin.c-d.y=3@x.ini:6"),
                             parsed("[a]\nx = 1\n[b]\nx=2\n[ plugin.c-d ]\n y  =  3 "));
    }

    void WhiteSpaceCommentsAndLineEndsDoNotMatter()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=1@x.ini:6 a.y=2@x.ini:7"),
                             parsed("\xEF\xBB\xBF# head\r\n;head\r\n\r\n  # indented\r\n\t[a]\t\r\n\tx\t=\t1\t\r\ny=2\r\n\r\n"));
    }

    void AValueKeepsWhatIsNoWhiteSpaceAroundIt()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=b = c # d ; e@x.ini:2"), parsed("[a]\nx = b = c # d ; e"));
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=\"q\"@x.ini:2"), parsed("[a]\nx = \"q\""));
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=@x.ini:2"), parsed("[a]\nx ="));
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=Z\xC3\xBCrich@x.ini:2"), parsed("[a]\nx = Z\xC3\xBCrich"));
        CPPUNIT_ASSERT_EQUAL(std::string("a.x]=2@x.ini:2"), parsed("[a]\nx]=2"));
    }

    void EachBrokenLineIsToldWithItsNumber()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("!x.ini:1: x: it stands before the first section; put a [section] line above it"),
                             parsed("x = 1"));
        CPPUNIT_ASSERT_EQUAL(std::string("!x.ini:2: 'just words' is neither a section nor a setting; write [section] or key = value"),
                             parsed("[a]\njust words"));
        CPPUNIT_ASSERT_EQUAL(std::string("!x.ini:2: '= 1' has no key before the =; write key = value"), parsed("[a]\n= 1"));
        CPPUNIT_ASSERT_EQUAL(std::string("!x.ini:2: the line is no UTF-8 text; save the file as UTF-8"), parsed("[a]\nx = \xFF"));
        CPPUNIT_ASSERT_EQUAL(std::string("!x.ini:1: the line is no UTF-8 text; save the file as UTF-8"),
                             parsed(std::string_view("[a\0]", 4)));
        CPPUNIT_ASSERT_EQUAL(std::string("a.y=1@x.ini:3 !x.ini:2: 'x' is neither a section nor a setting; write [section] or key = value"),
                             parsed("[a]\nx\ny = 1"));
    }

    void ABrokenSectionIsToldOnceAndItsKeysAreLeftOut()
    {
        for (const char* head : {"[", "[]", "[ ]", "[a", "[a] b", "[a] # comment"})
            CPPUNIT_ASSERT_EQUAL(std::string("b.z=3@x.ini:5 !x.ini:1: '") + head + "' is no section; write [section] alone on the line",
                                 parsed(std::string(head) + "\nx = 1\ny = 2\n[b]\nz = 3"));
    }

    void AKeyThatASectionHasTwiceIsTold()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=1@x.ini:2 a.y=2@x.ini:3 !x.ini:4: a.x: it is set in line 2 of this file as well; keep one of "
                                         "the two"),
                             parsed("[a]\nx = 1\ny = 2\nx = 1"));
        CPPUNIT_ASSERT_EQUAL(std::string("a.x=1@x.ini:2 b.x=2@x.ini:4 a.y=3@x.ini:6 !x.ini:7: a.x: it is set in line 2 of this file as "
                                         "well; keep one of the two"),
                             parsed("[a]\nx = 1\n[b]\nx = 2\n[a]\ny = 3\nx = 4"));
    }

    void AFileThatCannotBeReadIsToldWithTheReason()
    {
        const TemporaryDirectory folder;
        ConfigErrors errors;
        readConfigFile((folder.path() / "none.ini").string(), errors);
        readConfigFile(folder.path().string(), errors);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, errors.size());
        CPPUNIT_ASSERT(errors[0].text().find("none.ini: the file cannot be read: No such file or directory; ") != std::string::npos);
        CPPUNIT_ASSERT(errors[1].text().find("the file cannot be read: Is a directory; ") != std::string::npos);
        errors.clear();
        readConfigFile("/dev/zero", errors);
        CPPUNIT_ASSERT(errors.at(0).text().find("/dev/zero: the file cannot be read: it is no file; ") == 0);
        const auto large = folder.write("large.ini", "");
        std::filesystem::resize_file(large, (16 << 20) + 1);
        readConfigFile(large, errors);
        CPPUNIT_ASSERT(errors.at(1).text().find("File too large") != std::string::npos);
    }

    void AnEmptyFileHoldsNothing()
    {
        for (const char* text : {"", "\n", "\r\n\r\n", "#", "[a]", "\xEF\xBB\xBF"}) CPPUNIT_ASSERT_EQUAL(std::string(), parsed(text));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigFileTest);

} // namespace
