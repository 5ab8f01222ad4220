#include "base/header_text.h"
#include <cppunit/extensions/HelperMacros.h>
#include <string>

using namespace flyte_webhook::host;

class HeaderTextTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HeaderTextTest);
    CPPUNIT_TEST(ATokenIsMadeOfLettersDigitsAndSomeMarks);
    CPPUNIT_TEST(AValueHoldsNoControlCharacterButTheTab);
    CPPUNIT_TEST_SUITE_END();

    void ATokenIsMadeOfLettersDigitsAndSomeMarks()
    {
        std::string legal;
        for (int c = 0; c < 256; ++c)
        {
            const std::string text{'a', static_cast<char>(c)};
            if (isToken(text)) legal += text.back();
        }
        CPPUNIT_ASSERT_EQUAL(std::string("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"), legal);
        CPPUNIT_ASSERT(isToken("X-A"));
        CPPUNIT_ASSERT(!isToken(""));
    }

    void AValueHoldsNoControlCharacterButTheTab()
    {
        for (int c = 0; c < 256; ++c)
        {
            const std::string text{'a', static_cast<char>(c)};
            CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(c), c == '\t' || (c >= 0x20 && c != 0x7f), isHeaderValue(text));
        }
        CPPUNIT_ASSERT(isHeaderValue(""));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(HeaderTextTest);
