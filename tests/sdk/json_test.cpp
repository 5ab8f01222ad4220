#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/plugin/json.h>
#include <limits>
#include <string>

using namespace flyte_webhook;

/// What JsonObject and JsonArray write.
class JsonTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(JsonTest);
    CPPUNIT_TEST(KeysKeepTheirOrder);
    CPPUNIT_TEST(EachScalarHasItsForm);
    CPPUNIT_TEST(IntegersOf64BitsAreExact);
    CPPUNIT_TEST(DoublesStayDoublesAndComeBackExactly);
    CPPUNIT_TEST(WhatJsonCannotWriteIsNull);
    CPPUNIT_TEST(TextIsEscaped);
    CPPUNIT_TEST(ObjectsAndArraysNest);
    CPPUNIT_TEST_SUITE_END();

    rapidjson::StringBuffer buffer;
    JsonWriter writer{buffer};

    template <typename Write> std::string object(Write write)
    {
        buffer.Clear();
        writer.Reset(buffer);
        {
            JsonObject json(writer);
            write(json);
        }
        return buffer.GetString();
    }
    template <typename T> std::string written(const T& value)
    {
        const auto text = object([&](JsonObject& json) { json.field("v", value); });
        return text.substr(5, text.size() - 6);
    }

public:
    void KeysKeepTheirOrder()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"z":1,"a":2})"), object([](JsonObject& json) { json.field("z", 1).field("a", 2); }));
        CPPUNIT_ASSERT_EQUAL(std::string("{}"), object([](JsonObject&) {}));
    }

    void EachScalarHasItsForm()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("null"), written(nullptr));
        CPPUNIT_ASSERT_EQUAL(std::string("true"), written(true));
        CPPUNIT_ASSERT_EQUAL(std::string("\"text\""), written("text"));
        CPPUNIT_ASSERT_EQUAL(std::string("\"text\""), written(std::string_view("text")));
        CPPUNIT_ASSERT_EQUAL(std::string("null"), written(std::optional<std::string>()));
        CPPUNIT_ASSERT_EQUAL(std::string("3"), written(std::optional<int>(3)));
    }

    void IntegersOf64BitsAreExact()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("9223372036854775807"), written(std::numeric_limits<std::int64_t>::max()));
        CPPUNIT_ASSERT_EQUAL(std::string("-9223372036854775808"), written(std::numeric_limits<std::int64_t>::min()));
        CPPUNIT_ASSERT_EQUAL(std::string("18446744073709551615"), written(std::numeric_limits<std::uint64_t>::max()));
    }

    void DoublesStayDoublesAndComeBackExactly()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("2.0"), written(2.0));
        for (const double value : {0.1, 1e300, -2.5e-8, 1.7976931348623157e308}) CPPUNIT_ASSERT_EQUAL(value, std::stod(written(value)));
    }

    void WhatJsonCannotWriteIsNull()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("null"), written(std::numeric_limits<double>::quiet_NaN()));
        CPPUNIT_ASSERT_EQUAL(std::string("null"), written(-std::numeric_limits<double>::infinity()));
    }

    void TextIsEscaped()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"("a\"\\\n\u0000ü")"), written(std::string("a\"\\\n\0ü", 7)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"\"":1})"), object([](JsonObject& json) { json.field("\"", 1); }));
    }

    void ObjectsAndArraysNest()
    {
        const auto text = object(
            [](JsonObject& json)
            {
                {
                    auto list = json.array("list");
                    list.add(1).add("two").add(nullptr);
                    list.object().field("three", 3);
                    list.array().add(4);
                }
                json.object("inner").field("x", true);
            });
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"list":[1,"two",null,{"three":3},[4]],"inner":{"x":true}})"), text);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonTest);
