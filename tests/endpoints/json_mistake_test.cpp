#include "endpoints/json_mistake.h"
#include <cppunit/extensions/HelperMacros.h>
#include <string>

using namespace flyte_webhook::host;

namespace
{

struct Row
{
    std::string_view text;
    std::size_t place;
    std::string_view what;
};

/// What Python's json module says.
const Row rows[] = {
    {"", 0, "Expecting value"},
    {"   ", 3, "Expecting value"},
    {"{", 1, "Expecting property name enclosed in double quotes"},
    {R"({"a": )", 6, "Expecting value"},
    {R"({"a" 1})", 5, "Expecting ':' delimiter"},
    {R"({"a")", 4, "Expecting ':' delimiter"},
    {R"({"a":})", 5, "Expecting value"},
    {R"({"a":1)", 6, "Expecting ',' delimiter"},
    {R"({"a":1,)", 7, "Expecting property name enclosed in double quotes"},
    {R"({"a":1,})", 7, "Expecting property name enclosed in double quotes"},
    {R"({"a":1, })", 8, "Expecting property name enclosed in double quotes"},
    {"{\"a\":1,\n\n}", 9, "Expecting property name enclosed in double quotes"},
    {R"({"a":1 "b":2})", 7, "Expecting ',' delimiter"},
    {R"({"a":1])", 6, "Expecting ',' delimiter"},
    {R"({"a":1}})", 7, "Extra data"},
    {R"({"a":1}{"b":2})", 7, "Extra data"},
    {"{} x", 3, "Extra data"},
    {"{,}", 1, "Expecting property name enclosed in double quotes"},
    {"{1:2}", 1, "Expecting property name enclosed in double quotes"},
    {"{a:1}", 1, "Expecting property name enclosed in double quotes"},
    {"{'a':1}", 1, "Expecting property name enclosed in double quotes"},
    {R"({"a":1,"a"})", 10, "Expecting ':' delimiter"},
    {R"({"a":{"b":1})", 12, "Expecting ',' delimiter"},
    {"\n\n{\"a\":1,\n \"b\" 2}", 15, "Expecting ':' delimiter"},
    {"[", 1, "Expecting value"},
    {"[,]", 1, "Expecting value"},
    {"[1,]", 3, "Expecting value"},
    {"[1,\n]", 4, "Expecting value"},
    {R"(["a",)", 5, "Expecting value"},
    {"[1", 2, "Expecting ',' delimiter"},
    {"[1 2]", 3, "Expecting ',' delimiter"},
    {"[1}", 2, "Expecting ',' delimiter"},
    {"[]]", 2, "Extra data"},
    {R"({"a":[1,2)", 9, "Expecting ',' delimiter"},
    {"x", 0, "Expecting value"},
    {"nul", 0, "Expecting value"},
    {"tru", 0, "Expecting value"},
    {"fals", 0, "Expecting value"},
    {"True", 0, "Expecting value"},
    {"NaN", 0, "Expecting value"},
    {"Infinity", 0, "Expecting value"},
    {"-Infinity", 0, "Expecting value"},
    {R"({"a":tru})", 5, "Expecting value"},
    {R"({"a":truex})", 9, "Expecting ',' delimiter"},
    {R"({"a": undefined})", 6, "Expecting value"},
    {"-", 0, "Expecting value"},
    {"+1", 0, "Expecting value"},
    {".5", 0, "Expecting value"},
    {"--1", 0, "Expecting value"},
    {"- 1", 0, "Expecting value"},
    {"1.", 1, "Extra data"},
    {"1e", 1, "Extra data"},
    {"[01]", 2, "Expecting ',' delimiter"},
    {"[1.]", 2, "Expecting ',' delimiter"},
    {"[1e+]", 2, "Expecting ',' delimiter"},
    {"[1.5.2]", 4, "Expecting ',' delimiter"},
    {"[1e5x]", 4, "Expecting ',' delimiter"},
    {"[12x]", 3, "Expecting ',' delimiter"},
    {R"("abc)", 0, "Unterminated string starting at"},
    {R"(")", 0, "Unterminated string starting at"},
    {R"("\)", 0, "Unterminated string starting at"},
    {R"({"a":"b})", 5, "Unterminated string starting at"},
    {R"({"a": "\)", 6, "Unterminated string starting at"},
    {"{\"a\":\"x\ny\"}", 7, "Invalid control character at"},
    {"{\"a\": \"\t\"}", 7, "Invalid control character at"},
    {"{\"a\n\":1}", 3, "Invalid control character at"},
    {"\"\001\"", 1, "Invalid control character at"},
    {R"({"a":"\x"})", 6, R"(Invalid \escape)"},
    {R"("\u00e9\q")", 7, R"(Invalid \escape)"},
    {R"({"a":"\u12G4"})", 7, R"(Invalid \uXXXX escape)"},
    {R"("\u12")", 2, R"(Invalid \uXXXX escape)"},
    {R"("\u)", 2, R"(Invalid \uXXXX escape)"},
    {R"("\ud83d\u")", 8, R"(Invalid \uXXXX escape)"},
    {"// c\n{}", 0, "Expecting value"},
    {"\013{}", 0, "Expecting value"},
    {"{\"n\":1}\013", 7, "Extra data"},
    {"{\"\xC3\xA4"
     "\":\"\xC3\xB6"
     "\", x}",
     12, "Expecting property name enclosed in double quotes"},
    {"{\"\xF0\x9F\x98\x80"
     "\": x}",
     9, "Expecting value"},
    {R"([[[[{"a":[{"b":{}}]}]]],)", 24, "Expecting value"},
    {R"([{"a":[]},{"b":[1,{"c":null}]} 1])", 31, "Expecting ',' delimiter"},
};

class JsonMistakeTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(JsonMistakeTest);
    CPPUNIT_TEST(mistakesAreToldAsPythonTellsThem);
    CPPUNIT_TEST(whatIsJsonHasNone);
    CPPUNIT_TEST(aNulIsACharacterAsAnyOther);
    CPPUNIT_TEST(depthTakesNoStack);
    CPPUNIT_TEST_SUITE_END();

    void mistakesAreToldAsPythonTellsThem()
    {
        for (const auto& [text, place, what] : rows)
        {
            const auto mistake = findJsonMistake(text);
            const std::string message(text);
            CPPUNIT_ASSERT_MESSAGE(message, mistake);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(message, std::string(what), std::string(mistake->what));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(message, place, mistake->place);
        }
    }

    void whatIsJsonHasNone()
    {
        for (const char* text :
             {"{}", "[]", "0", "-0", "1.5e-3", "1E+2", R"("")", R"(" \" \\ \/ \b\f\n\r\t \u00e9 ")",
              " \t\n\r{ \"a\" : [ 1 , -2.5 , { } , [ ] , null , true , false , \"x\" ] } ", R"("\ud800")", R"([[[[{"a":[{"b":{}}]}]]]])"})
            CPPUNIT_ASSERT_MESSAGE(text, !findJsonMistake(text));
    }

    void aNulIsACharacterAsAnyOther()
    {
        using namespace std::string_view_literals;
        const Row nul[] = {{"\0"sv, 0, "Expecting value"},
                           {"{}\0"sv, 2, "Extra data"},
                           {"{\"a\"\0:1}"sv, 4, "Expecting ':' delimiter"},
                           {"\"\0\""sv, 1, "Invalid control character at"}};
        for (const auto& [text, place, what] : nul)
        {
            const auto mistake = findJsonMistake(text).value();
            CPPUNIT_ASSERT_EQUAL(std::string(what), std::string(mistake.what));
            CPPUNIT_ASSERT_EQUAL(place, mistake.place);
        }
    }

    void depthTakesNoStack()
    {
        const std::size_t depth = 5000000;
        CPPUNIT_ASSERT(!findJsonMistake(std::string(depth, '[') + std::string(depth, ']')));
        CPPUNIT_ASSERT_EQUAL(depth, findJsonMistake(std::string(depth, '['))->place);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonMistakeTest);

} // namespace
