#include "support.h"
#include <google/protobuf/struct.pb.h>
#include <limits>

using namespace values_test;

class OutputTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutputTest);
    CPPUNIT_TEST(MsgpackIsShownAsJson);
    CPPUNIT_TEST(MsgpackThatCannotBeShownIsTold);
    CPPUNIT_TEST(BytesWithAnotherTagAreTold);
    CPPUNIT_TEST(BytesWithoutATagAreBase64OnlyWhereBytesAreDeclared);
    CPPUNIT_TEST(AFloatThatIsNoJsonNumberIsTold);
    CPPUNIT_TEST(AGenericStructIsShownSorted);
    CPPUNIT_TEST(AnOffloadedLiteralIsItsAddress);
    CPPUNIT_TEST(AnErrorIsShown);
    CPPUNIT_TEST(NothingIsNull);
    CPPUNIT_TEST(AValueOfALaterVersionIsTold);
    CPPUNIT_TEST(NamedLiteralsKeepTheirOrder);
    CPPUNIT_TEST_SUITE_END();

public:
    void MsgpackIsShownAsJson()
    {
        const std::pair<std::string, const char*> table[] = {
            {"\x80", "{}"},
            {"\x90", "[]"},
            {"\xc0", "null"},
            {"\x83\xa1z\xcb\x3f\xf0" + std::string(6, '\0') +
                 "\xa1"
                 "a\xcf\x7f\xff\xff\xff\xff\xff\xff\xff\xa1m\x81\xa1y\x92\xc0\xc3",
             R"({"z":1.0,"a":9223372036854775807,"m":{"y":[null,true]}})"},
            {"\x93\xcf\xff\xff\xff\xff\xff\xff\xff\xff\xd3\x80" + std::string(7, '\0') + "\xff",
             "[18446744073709551615,-9223372036854775808,-1]"},
            {"\x92\xca\x3f" + std::string(3, '\0') + "\xcb\xc0\x04" + std::string(6, '\0'), "[0.5,-2.5]"},
            {"\x84\x01\x02\xff\x03\xc3\x04\xc0\x05", R"({"1":2,"-1":3,"true":4,"null":5})"},
            {"\x81\xcb\x3f\xf8" + std::string(6, '\0') + "\x01", R"({"1.5":1})"},
            {"\x91\xc4\x05hello", R"(["aGVsbG8="])"},
            {"\x81\xc4\x01"
             "a\x01",
             R"({"YQ==":1})"},
            {"\x91\xc7\x02\xff"
             "ab",
             R"([{"type":"msgpack extension -1","base64":"YWI="}])"},
            {"\x91\xd4\x05\x01", R"([{"type":"msgpack extension 5","base64":"AQ=="}])"},
            {"\x91\xa3\xe2\x82\xac", "[\"\xe2\x82\xac\"]"},
            {"\x92\x80\x92\x90\x80", "[{},[[],{}]]"},
        };
        for (const auto& [bytes, json] : table) CPPUNIT_ASSERT_EQUAL(std::string(json), out(binary(bytes, "msgpack"), structOf()));
    }

    void MsgpackThatCannotBeShownIsTold()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"msgpack","base64":"wf8="})"), out(binary("\xc1\xff", "msgpack"), structOf()));
        for (const std::string& bytes :
             {std::string(), std::string("\x80\x80"), std::string("\x81\xa1"), std::string("\x92\x01"), std::string("\x91\xa1\xff"),
              std::string("\x81\x90\x01"), std::string("\x81\x80\x01"), std::string("\x81\xd4\x05\x01\x01"),
              std::string("\xdd\xff\xff\xff\xff\x01"),
              std::string("\xdb\xff\xff\xff\xff"
                          "a"),
              std::string("\xdf\xff\xff\xff\xff"), std::string("\xc6\xff\xff\xff\xff"), std::string(101, '\x91') + "\x01"})
            assertHolds(out(binary(bytes, "msgpack")), {R"({"type":"msgpack","base64":")"});
        CPPUNIT_ASSERT_EQUAL(std::string(100, '[') + "1" + std::string(100, ']'),
                             out(binary(std::string(100, '\x91') + "\x01", "msgpack")));
    }

    void BytesWithAnotherTagAreTold()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"pickle","base64":"aGVsbG8="})"), out(binary("hello", "pickle"), structOf()));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"pickle","base64":"aGVsbG8="})"), out(binary("hello", "pickle"), simple(core::BINARY)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"binary","base64":"aGVsbG8="})"), out(binary("hello", "\xff"), structOf()));
    }

    void BytesWithoutATagAreBase64OnlyWhereBytesAreDeclared()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("\"aGVsbG8=\""), out(binary("hello", ""), simple(core::BINARY)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"binary","base64":"aGVsbG8="})"), out(binary("hello", ""), structOf()));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"binary","base64":"aGVsbG8="})"), out(binary("hello", "")));
        core::Literal list;
        *list.mutable_collection()->add_literals() = binary("hello", "");
        CPPUNIT_ASSERT_EQUAL(std::string("[\"aGVsbG8=\"]"), out(list, listOf(simple(core::BINARY))));
    }

    void AFloatThatIsNoJsonNumberIsTold()
    {
        const auto infinity = std::numeric_limits<double>::infinity();
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"float","base64":"f/AAAAAAAAA="})"), out(number(infinity), simple(core::FLOAT)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"float","base64":"//AAAAAAAAA="})"), out(number(-infinity)));
        assertHolds(out(number(std::numeric_limits<double>::quiet_NaN())), {R"({"type":"float","base64":")"});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":{"type":"float","base64":"f/AAAAAAAAA="}})"), out(binary("\x81\xa1"
                                                                                                          "a\xcb\x7f\xf0" +
                                                                                                              std::string(6, '\0'),
                                                                                                          "msgpack")));
    }

    void AGenericStructIsShownSorted()
    {
        core::Literal literal;
        auto& fields = *literal.mutable_scalar()->mutable_generic()->mutable_fields();
        fields["n"].set_number_value(1.5);
        fields["k"].set_number_value(1);
        fields["s"].set_string_value("x");
        fields["b"].set_bool_value(true);
        fields["z"].set_null_value(google::protobuf::NULL_VALUE);
        fields["l"].mutable_list_value()->add_values()->set_string_value("y");
        (*fields["o"].mutable_struct_value()->mutable_fields())["i"].set_number_value(-2);
        fields["huge"].set_number_value(1e300);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"b":true,"huge":1e+300,"k":1,"l":["y"],"n":1.5,"o":{"i":-2},"s":"x","z":null})"),
                             out(literal, structOf()));
    }

    void AnOffloadedLiteralIsItsAddress()
    {
        core::Literal literal;
        literal.mutable_offloaded_metadata()->set_uri("s3://bucket/big.pb");
        literal.mutable_offloaded_metadata()->set_size_bytes(18446744073709551615U);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"uri":"s3://bucket/big.pb","size_bytes":18446744073709551615})"), out(literal, structOf()));
    }

    void AnErrorIsShown()
    {
        core::Literal literal;
        literal.mutable_scalar()->mutable_error()->set_failed_node_id("n0");
        literal.mutable_scalar()->mutable_error()->set_message("boom");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"failed_node_id":"n0","message":"boom"})"), out(literal));
    }

    void NothingIsNull()
    {
        core::Literal scalar, primitive;
        scalar.mutable_scalar();
        primitive.mutable_scalar()->mutable_primitive();
        for (const auto& literal : {core::Literal(), scalar, primitive}) CPPUNIT_ASSERT_EQUAL(std::string("null"), out(literal));
    }

    void AValueOfALaterVersionIsTold()
    {
        core::Literal literal;
        CPPUNIT_ASSERT(literal.ParseFromString(std::string("\xfa\x01\x01x", 4)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"literal","base64":"+gEBeA=="})"), out(literal));
        CPPUNIT_ASSERT(literal.ParseFromString(std::string("\x0a\x04\xfa\x01\x01x", 6)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"scalar","base64":"+gEBeA=="})"), out(literal));
    }

    void NamedLiteralsKeepTheirOrder()
    {
        task::Outputs outputs;
        for (const auto* name : {"o1", "o0"})
        {
            auto& output = *outputs.add_literals();
            output.set_name(name);
            *output.mutable_value() = binary("hello", "");
        }
        const auto spec = taskWith({{"o0", simple(core::BINARY)}});
        rapidjson::StringBuffer buffer;
        flyte_webhook::JsonWriter writer(buffer);
        flyte::writeLiterals(writer, outputs, &spec.task_template().interface().inputs());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"o1":{"type":"binary","base64":"aGVsbG8="},"o0":"aGVsbG8="})"),
                             std::string(buffer.GetString()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OutputTest);
