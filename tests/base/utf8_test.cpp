#include "base/utf8.h"
#include <cppunit/extensions/HelperMacros.h>
#include <string>

using namespace flyte_webhook::host;

namespace
{

/// The UTF-8 form of a code point, whether it may have one or not.
std::string encoded(unsigned int code)
{
    const auto tail = [&](unsigned int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) return {static_cast<char>(code)};
    if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
    if (code < 0x10000) return {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
    return {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

class Utf8Test : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(Utf8Test);
    CPPUNIT_TEST(EveryCodePointButSurrogatesIsACharacter);
    CPPUNIT_TEST(WhatIsNoUtf8HasNoLength);
    CPPUNIT_TEST(ACutCharacterIsNone);
    CPPUNIT_TEST(ControlCharactersAreFound);
    CPPUNIT_TEST_SUITE_END();

    void EveryCodePointButSurrogatesIsACharacter()
    {
        for (unsigned int code = 0; code < 0x110000; ++code)
        {
            const bool surrogate = code >= 0xD800 && code < 0xE000;
            const auto text = encoded(code);
            if (utf8Length(text + "x") != (surrogate ? 0 : text.size()))
                CPPUNIT_ASSERT_EQUAL_MESSAGE("wrong for this code point", 0u, code);
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, utf8Length(encoded(0x110000)));
        CPPUNIT_ASSERT(isUtf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
        CPPUNIT_ASSERT(isUtf8(""));
    }

    void WhatIsNoUtf8HasNoLength()
    {
        for (const char* text : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
                                 "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xFE",
                                 "\xC3(", "\xE2\x82(", "\xF8\x88\x80\x80\x80"})
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::size_t{0}, utf8Length(text));
            CPPUNIT_ASSERT_MESSAGE(text, !isUtf8("a" + std::string(text)));
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, utf8Length(""));
    }

    void ACutCharacterIsNone()
    {
        const std::string text = "\xF0\x9F\x98\x80";
        for (std::size_t size = 1; size < 4; ++size) CPPUNIT_ASSERT_EQUAL(std::size_t{0}, utf8Length(text.substr(0, size)));
    }

    void ControlCharactersAreFound()
    {
        for (unsigned int code = 0; code < 0x200; ++code)
        {
            const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
            const auto text = encoded(code);
            CPPUNIT_ASSERT_EQUAL(control ? text.size() : 0, controlLength(text + "x"));
            CPPUNIT_ASSERT_EQUAL(control, hasControlCharacter("a\xC3\xA4" + text + "b"));
        }
        CPPUNIT_ASSERT(!hasControlCharacter("") && !hasControlCharacter("\xC2") && controlLength("") == 0);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(Utf8Test);

} // namespace
