#include "endpoints/text_forms.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

namespace
{

class TextFormsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TextFormsTest);
    CPPUNIT_TEST(TextFormsAreTheInterfacesOwn);
    CPPUNIT_TEST(WhatTheHostMakesIsATextForm);
    CPPUNIT_TEST(ListsAndObjectsHaveNoFormInAQuery);
    CPPUNIT_TEST(PercentDecodingHappensOnce);
    CPPUNIT_TEST(TextsAreUtf8WithoutNul);
    CPPUNIT_TEST(CharactersAreCountedNotBytes);
    CPPUNIT_TEST(NumbersArePrintedWithoutNeedlessDigits);
    CPPUNIT_TEST(TypesAreNamedAsJsonSchemaNamesThem);
    CPPUNIT_TEST_SUITE_END();

    void TextFormsAreTheInterfacesOwn()
    {
        const std::tuple<fw_type, std::vector<const char*>, std::vector<const char*>> types[] = {
            {FW_STRING, {"", "a", " "}, {}},
            {FW_INTEGER,
             {"0", "-7", "9223372036854775807", "-9223372036854775808"},
             {"", "+1", " 1", "1 ", "1.0", "1e3", "9223372036854775808", "x"}},
            {FW_NUMBER,
             {"0", "-0.5", "1.0", "1e5", "1E-5", "12345678901234567890"},
             {"", "+1", " 1", "1 ", ".5", "1.", "nan", "inf", "0x1", "x"}},
            {FW_BOOLEAN, {"true", "false"}, {"", "True", "1", "yes", " true"}},
            {FW_STRING_LIST,
             {"[]", R"(["a"])", R"([ "a" , "" ])"},
             {"", "a", "[1]", "[null]", R"(["a",1])", "{}", "[", R"("a")", "[\"\xFF\"]"}},
            {FW_OBJECT, {"{}", R"({"a":[1]})"}, {"", "[]", "null", "{", "a", "{}x"}},
        };
        for (const auto& [type, right, wrong] : types)
        {
            for (const char* text : right) CPPUNIT_ASSERT_MESSAGE(text, isTextForm(type, text));
            for (const char* text : wrong) CPPUNIT_ASSERT_MESSAGE(text, !isTextForm(type, text));
        }
    }

    void WhatTheHostMakesIsATextForm()
    {
        for (const auto type : {FW_STRING, FW_INTEGER, FW_NUMBER, FW_BOOLEAN})
            for (const char* text : {"", "0", "-0", "1", "+1", "1.0", "1e300", "0.1", "-1e-300", "true", "ON", "no", " 7 ", "007", "x"})
                if (const auto form = fromQueryText(type, text)) CPPUNIT_ASSERT_MESSAGE(text + (" -> " + *form), isTextForm(type, *form));
    }

    void ListsAndObjectsHaveNoFormInAQuery() { CPPUNIT_ASSERT(!fromQueryText(FW_STRING_LIST, "[]") && !fromQueryText(FW_OBJECT, "{}")); }

    void PercentDecodingHappensOnce()
    {
        const std::tuple<const char*, const char*, const char*> texts[] = {{"", "", ""},
                                                                           {"a+b", "a+b", "a b"},
                                                                           {"%2B", "+", "+"},
                                                                           {"%252B", "%2B", "%2B"},
                                                                           {"%", "%", "%"},
                                                                           {"%1", "%1", "%1"},
                                                                           {"%g1", "%g1", "%g1"},
                                                                           {"%1g", "%1g", "%1g"},
                                                                           {"%%41", "%A", "%A"},
                                                                           {"%41%", "A%", "A%"},
                                                                           {"%e2%82%ac", "\xE2\x82\xAC", "\xE2\x82\xAC"}};
        for (const auto& [given, path, query] : texts)
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(given, std::string(path), percentDecode(given, false));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(given, std::string(query), percentDecode(given, true));
        }
        CPPUNIT_ASSERT_EQUAL(std::string("\0\xFF", 2), percentDecode("%00%ff", false));
    }

    void TextsAreUtf8WithoutNul()
    {
        CPPUNIT_ASSERT(isText("") && isText("a\n\xC3\xA4") && !isText("\xFF") && !isText(std::string_view("a\0b", 3)));
    }

    void CharactersAreCountedNotBytes()
    {
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, characters(""));
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, characters("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
    }

    void NumbersArePrintedWithoutNeedlessDigits()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("0.1 200 -1.5 1e+300"),
                             printNumber(0.1) + " " + printNumber(200) + " " + printNumber(-1.5) + " " + printNumber(1e300));
        CPPUNIT_ASSERT(numberOf("2.5") == 2.5 && numberOf("x") == 0);
    }

    void TypesAreNamedAsJsonSchemaNamesThem()
    {
        std::string names;
        for (const auto type : {FW_STRING, FW_INTEGER, FW_NUMBER, FW_BOOLEAN, FW_STRING_LIST, FW_OBJECT})
            names += typeName(type) + std::string(" ");
        CPPUNIT_ASSERT_EQUAL(std::string("string integer number boolean array object "), names);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TextFormsTest);

} // namespace
