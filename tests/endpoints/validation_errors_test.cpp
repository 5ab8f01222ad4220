#include "endpoints/parameter_values.h"
#include "endpoints/validation_errors.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

namespace
{

class ValidationErrorsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ValidationErrorsTest);
    CPPUNIT_TEST(NoErrorIsAnEmptyList);
    CPPUNIT_TEST(ErrorsHaveFastApisShape);
    CPPUNIT_TEST(AnErrorMayHaveAContext);
    CPPUNIT_TEST(LongInputsAreLeftOut);
    CPPUNIT_TEST(TextsAreEscaped);
    CPPUNIT_TEST(AfterAHundredErrorsTheRestIsLeftOut);
    CPPUNIT_TEST(ValuesHideTheirFallback);
    CPPUNIT_TEST_SUITE_END();

    void NoErrorIsAnEmptyList()
    {
        const ValidationErrors errors;
        CPPUNIT_ASSERT(errors.empty());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":[]})"), errors.body());
    }

    void ErrorsHaveFastApisShape()
    {
        ValidationErrors errors;
        errors.add("missing", {"query", "path"}, "Field required");
        errors.add("string_type", {"body", "apt_packages", std::size_t{0}}, "Input should be a valid string", "1");
        CPPUNIT_ASSERT(!errors.empty());
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"detail":[{"type":"missing","loc":["query","path"],"msg":"Field required","input":null},)"
                        R"({"type":"string_type","loc":["body","apt_packages",0],"msg":"Input should be a valid string","input":1}]})"),
            errors.body());
    }

    void AnErrorMayHaveAContext()
    {
        ValidationErrors errors;
        errors.add("json_invalid", {"body", std::size_t{6}}, "JSON decode error", "{}", R"({"error":"Expecting value"})");
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"detail":[{"type":"json_invalid","loc":["body",6],"msg":"JSON decode error","input":{},"ctx":{"error":"Expecting value"}}]})"),
            errors.body());
    }

    void LongInputsAreLeftOut()
    {
        ValidationErrors errors;
        errors.add("x", {"body"}, "m", "\"" + std::string(1023, 'a') + "\"");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":[{"type":"x","loc":["body"],"msg":"m","input":null}]})"), errors.body());
        ValidationErrors shorter;
        shorter.add("x", {"body"}, "m", "\"" + std::string(1022, 'a') + "\"");
        CPPUNIT_ASSERT(shorter.body().find(std::string(1022, 'a')) != std::string::npos);
    }

    void TextsAreEscaped()
    {
        ValidationErrors errors;
        errors.add("x", {"query", "a\"\\\n"}, "m\"", quoted("\x01\"\xC3\xA4"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":[{"type":"x","loc":["query","a\"\\\n"],"msg":"m\"","input":"\u0001\")"
                                         "\xC3\xA4\"}]}"),
                             errors.body());
    }

    void AfterAHundredErrorsTheRestIsLeftOut()
    {
        ValidationErrors errors;
        for (std::size_t i = 0; i < 1000; ++i) errors.add("x", {"body", i}, "m");
        errors.add("x", {"body"}, "late");
        const auto body = errors.body();
        CPPUNIT_ASSERT(body.find(R"(["body",99])") != std::string::npos && body.find(R"(["body",100])") == std::string::npos);
        CPPUNIT_ASSERT(body.find("late") == std::string::npos && body.substr(body.size() - 2) == "]}");
    }

    void ValuesHideTheirFallback()
    {
        Endpoint endpoint;
        for (const char* name : {"a", "b"})
        {
            Parameter parameter;
            parameter.name = name;
            parameter.fallback = "fallback";
            endpoint.parameters.push_back(parameter);
        }
        ParameterValues values(endpoint);
        values.set(0, "", FW_QUERY);
        values.refuse(1);
        CPPUNIT_ASSERT(values.given(0) && values.given(1) && values.at(0).empty());
        CPPUNIT_ASSERT(values.find("a") == std::string_view() && values.find("b") == std::string_view("fallback") && !values.find("c"));
        CPPUNIT_ASSERT(values.place("a") == FW_QUERY && values.place("b") == 0 && values.place("c") == 0);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ValidationErrorsTest);

} // namespace
