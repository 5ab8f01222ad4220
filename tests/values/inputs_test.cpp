#include "support.h"

using namespace values_test;

namespace
{

const auto maybeInt = unionOf({simple(core::INTEGER, "int"), simple(core::NONE, "none")});

task::TaskSpec adder()
{
    auto spec = taskWith({{"b", simple(core::INTEGER)}, {"a", simple(core::INTEGER)}, {"s", simple(core::STRING)}, {"o", maybeInt}});
    setDefault(spec, "s", text("default"));
    return spec;
}

std::string inputsOf(const task::TaskSpec& spec, std::string_view given)
{
    const auto inputs = flyte::toInputs(spec, json(given));
    rapidjson::StringBuffer buffer;
    flyte_webhook::JsonWriter writer(buffer);
    flyte::writeLiterals(writer, inputs, &spec.task_template().interface().inputs());
    return buffer.GetString();
}

std::string refused(const task::TaskSpec& spec, std::string_view given)
{
    try
    {
        flyte::toInputs(spec, json(given));
    }
    catch (const flyte_webhook::InvalidArgument& error)
    {
        CPPUNIT_ASSERT_EQUAL(400, error.status());
        return error.what();
    }
    CPPUNIT_FAIL("taken: " + std::string(given));
    return {};
}

} // namespace

class InputsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(InputsTest);
    CPPUNIT_TEST(InputsComeInTheOrderOfTheInterface);
    CPPUNIT_TEST(WhatIsLeftOutIsItsDefaultOrNone);
    CPPUNIT_TEST(ADefaultOfAnOptionalComesBeforeNone);
    CPPUNIT_TEST(NullIsGivenAndTakesNoDefault);
    CPPUNIT_TEST(AllMissingNamesAreToldAtOnce);
    CPPUNIT_TEST(AllUnknownNamesAreToldAtOnce);
    CPPUNIT_TEST(AMisspeltNameIsBothMissingAndUnknown);
    CPPUNIT_TEST(WrongNamesComeBeforeWrongValues);
    CPPUNIT_TEST(AllWrongValuesAreToldAtOnce);
    CPPUNIT_TEST(OfAnInputGivenTwiceTheLastCounts);
    CPPUNIT_TEST(ATaskWithoutInputsTakesNone);
    CPPUNIT_TEST(OnlyAnObjectIsTaken);
    CPPUNIT_TEST(AnInputThatMayBeNoneOnlyWithinADeeperUnionIsOptional);
    CPPUNIT_TEST_SUITE_END();

public:
    void InputsComeInTheOrderOfTheInterface()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"b":2,"a":1,"s":"x","o":3})"), inputsOf(adder(), R"({"o":3,"s":"x","a":1,"b":2})"));
    }

    void WhatIsLeftOutIsItsDefaultOrNone()
    {
        const auto inputs = flyte::toInputs(adder(), json(R"({"a":1,"b":2})"));
        CPPUNIT_ASSERT_EQUAL(4, inputs.literals_size());
        assertSame(text("default"), inputs.literals(2).value(), "s");
        const auto& none = inputs.literals(3).value().scalar().union_();
        CPPUNIT_ASSERT(none.value().scalar().has_none_type());
        CPPUNIT_ASSERT_EQUAL(std::string("none"), none.type().structure().tag());
    }

    void ADefaultOfAnOptionalComesBeforeNone()
    {
        auto spec = taskWith({{"o", maybeInt}});
        setDefault(spec, "o", in(maybeInt, "7"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"o":7})"), inputsOf(spec, "{}"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"o":null})"), inputsOf(spec, R"({"o":null})"));
    }

    void NullIsGivenAndTakesNoDefault()
    {
        assertHolds(refused(adder(), R"({"a":1,"b":2,"s":null})"), {"Invalid input s: expected string, got null"});
    }

    void AllMissingNamesAreToldAtOnce()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: b, a"), refused(adder(), "{}"));
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: a"), refused(adder(), R"({"b":1})"));
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: n"), refused(taskWith({{"n", simple(core::NONE)}}), "{}"));
    }

    void AllUnknownNamesAreToldAtOnce()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Unknown inputs: yy, zz. The task's inputs: b, a, s, o"),
                             refused(adder(), R"({"a":1,"b":2,"zz":1,"yy":2})"));
    }

    void AMisspeltNameIsBothMissingAndUnknown()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: a. Unknown inputs: A. The task's inputs: b, a, s, o"),
                             refused(adder(), R"({"A":1,"b":2})"));
    }

    void WrongNamesComeBeforeWrongValues()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: a"), refused(adder(), R"({"b":"x"})"));
    }

    void AllWrongValuesAreToldAtOnce()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Invalid inputs: b: expected integer, got boolean; a: expected integer, got string; o: expected "
                                         "integer or null, got array"),
                             refused(adder(), R"({"a":"1","b":true,"s":"","o":[]})"));
    }

    void OfAnInputGivenTwiceTheLastCounts()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"b":2,"a":3,"s":"default","o":null})"), inputsOf(adder(), R"({"a":"wrong","b":2,"a":3})"));
    }

    void ATaskWithoutInputsTakesNone()
    {
        CPPUNIT_ASSERT_EQUAL(0, flyte::toInputs(task::TaskSpec(), json("{}")).literals_size());
        CPPUNIT_ASSERT_EQUAL(std::string("Unknown inputs: a. The task has no inputs"), refused(task::TaskSpec(), R"({"a":1})"));
    }

    void OnlyAnObjectIsTaken()
    {
        for (const auto* given : {"[]", "null", "1", "\"x\""})
            assertHolds(refused(adder(), given), {"Expected the inputs as a JSON object"});
    }

    void AnInputThatMayBeNoneOnlyWithinADeeperUnionIsOptional()
    {
        const auto type = unionOf({simple(core::STRING, "str"), maybeInt});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"d":null})"), inputsOf(taskWith({{"d", type}}), "{}"));
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: d"),
                             refused(taskWith({{"d", unionOf({simple(core::STRING, "str")})}}), "{}"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InputsTest);
