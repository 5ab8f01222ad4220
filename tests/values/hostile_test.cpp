#include "support.h"
#include <exception>
#include <functional>
#include <google/protobuf/struct.pb.h>
#include <pthread.h>

using namespace values_test;

namespace
{

std::string nested(const std::string& open, const std::string& inner, const std::string& close, int levels)
{
    std::string text;
    for (int i = 0; i < levels; ++i) text += open;
    text += inner;
    for (int i = 0; i < levels; ++i) text += close;
    return text;
}

/// A type that holds itself in two variants, which differ in the schema of `k`.
core::LiteralType recursive(const std::string& first, const std::string& second)
{
    const auto variant = [](const std::string& k) { return R"({"type":"object","properties":{"e":{"$ref":"#/$defs/E"},"k":)" + k + "}}"; };
    return structOf(R"({"$ref":"#/$defs/E","$defs":{"E":{"anyOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}]},"A":)" + variant(first) +
                    ",\"B\":" + variant(second) + "}}");
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t smallStack = 2048 << 10;
#else
constexpr std::size_t smallStack = 256 << 10; // as the server's threads have
#endif

struct Work
{
    std::function<void()> run;
    std::exception_ptr failure;
};

void onASmallStack(std::function<void()> run)
{
    Work work{std::move(run), {}};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, smallStack);
    pthread_t thread;
    const auto body = [](void* argument) -> void*
    {
        auto& its = *static_cast<Work*>(argument);
        try
        {
            its.run();
        }
        catch (...)
        {
            its.failure = std::current_exception();
        }
        return nullptr;
    };
    CPPUNIT_ASSERT_EQUAL(0, pthread_create(&thread, &attributes, body, &work));
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    if (work.failure) std::rethrow_exception(work.failure);
}

} // namespace

class HostileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HostileTest);
    CPPUNIT_TEST(DeepJsonIsRefused);
    CPPUNIT_TEST(DeepTypesAreRefused);
    CPPUNIT_TEST(DeepUnionsAreRefused);
    CPPUNIT_TEST(VariantsOfVariantsAreToldInAFewWords);
    CPPUNIT_TEST(DeepLiteralsAreTold);
    CPPUNIT_TEST(DeepGenericStructsAreTold);
    CPPUNIT_TEST(ARecursiveSchemaCannotMakeTryingExponential);
    CPPUNIT_TEST(ASchemaThatComesBackToItselfAtOnceIsNotFollowed);
    CPPUNIT_TEST(SchemasInsideOneAnotherNeedNoBigStack);
    CPPUNIT_TEST(AReferenceToVeryManyPlacesIsNotFollowed);
    CPPUNIT_TEST(VariantsThatAConstantTellsApartAreToldApartAtOnce);
    CPPUNIT_TEST(ALongListOfOptionalsIsNotTooMuch);
    CPPUNIT_TEST(LoneSurrogatesAreRefusedEverywhere);
    CPPUNIT_TEST(LongNamesDoNotMakeLongErrors);
    CPPUNIT_TEST(ManyDuplicateKeysAreQuick);
    CPPUNIT_TEST(TextThatIsNoUtf8NeverReachesTheAnswer);
    CPPUNIT_TEST_SUITE_END();

public:
    void DeepJsonIsRefused()
    {
        for (const int levels : {101, 100000})
        {
            assertHolds(refusal(structOf(), nested("{\"a\":", "1", "}", levels)), {"nested more than 100 levels deep"});
            assertHolds(refusal(structOf(), "{\"a\":" + nested("[", "1", "]", levels) + "}"), {"nested more than 100 levels deep"});
        }
        in(structOf(), nested("{\"a\":", "1", "}", 100));
    }

    void DeepTypesAreRefused()
    {
        auto type = simple(core::INTEGER);
        for (int i = 0; i < 101; ++i) type = listOf(type);
        assertHolds(refusal(type, nested("[", "1", "]", 101)), {"nested more than 100 levels deep"});
    }

    /// What is taken is shown, and a union is a level of what is shown.
    void DeepUnionsAreRefused()
    {
        auto type = simple(core::INTEGER);
        for (int i = 0; i < 100; ++i) type = unionOf({type});
        CPPUNIT_ASSERT_EQUAL(std::string("1"), out(in(type, "1"), type));
        assertHolds(refusal(unionOf({type}), "1"), {"nested more than 100 levels deep"});
    }

    void VariantsOfVariantsAreToldInAFewWords()
    {
        auto type = unionOf({enumOf({"a"}), enumOf({"b"}), simple(core::STRING)});
        const auto few = refusal(type, "1");
        assertHolds(few, {"expected one of a, one of b or string, got integer"});
        for (int i = 0; i < 7; ++i)
        {
            std::vector<core::LiteralType> variants;
            for (int k = 0; k < 3; ++k)
                variants.push_back(unionOf({type, enumOf({"level " + std::to_string(i) + "." + std::to_string(k)})}));
            type = unionOf(variants); // 3^7 kinds in the end
        }
        const auto many = refusal(type, "1");
        CPPUNIT_ASSERT_MESSAGE(many, many.size() < 10000);
        assertHolds(many, {"expected one of a, ", " more kinds"});
    }

    void DeepLiteralsAreTold()
    {
        core::Literal literal = integer(1);
        for (int i = 0; i < 150; ++i)
        {
            core::Literal outer;
            *outer.mutable_collection()->add_literals() = literal;
            literal = std::move(outer);
        }
        assertHolds(out(literal), {R"({"type":"literal","base64":")"});
    }

    void DeepGenericStructsAreTold()
    {
        google::protobuf::Value value;
        value.set_number_value(1);
        for (int i = 0; i < 150; ++i)
        {
            google::protobuf::Value outer;
            *outer.mutable_list_value()->add_values() = value;
            value = std::move(outer);
        }
        core::Literal literal;
        (*literal.mutable_scalar()->mutable_generic()->mutable_fields())["a"] = value;
        assertHolds(out(literal), {R"({"type":"generic","base64":")"});
    }

    void ARecursiveSchemaCannotMakeTryingExponential()
    {
        const auto type = recursive(R"({"type":"integer"})", R"({"type":"string"})");
        assertHolds(refusal(type, nested("{\"e\":", "{\"k\":true}", ",\"k\":\"b\"}", 60)), {"too many ways"}); // 2^60 of them
        in(type, nested("{\"e\":", "{\"k\":1}", ",\"k\":\"b\"}", 8));
    }

    void ASchemaThatComesBackToItselfAtOnceIsNotFollowed()
    {
        for (const char* schema : {R"({"$ref":"#"})", R"({"allOf":[{"$ref":"#"}]})", R"({"allOf":[{"$ref":"#"},{"$ref":"#"}]})",
                                   R"({"anyOf":[{"$ref":"#"},{"required":["b"]}]})", R"({"oneOf":[{"allOf":[{"$ref":"#"}]}]})",
                                   R"({"$ref":"#/$defs/A","$defs":{"A":{"allOf":[{"$ref":"#/$defs/B"}]},"B":{"anyOf":[{"$ref":"#"}]}}})"})
            onASmallStack(
                [&]
                {
                    CPPUNIT_ASSERT_EQUAL_MESSAGE(schema, std::string(R"({"a":[{}]})"), out(in(structOf(schema), R"({"a":[{}]})")));
                    json(inputSchema(structOf(schema)));
                });
    }

    void SchemasInsideOneAnotherNeedNoBigStack()
    {
        const auto list = structOf(R"({"properties":{"e":{"anyOf":[{"type":"integer"},{"$ref":"#"}]}}})");
        const auto wrapped =
            structOf(R"({"properties":{"e":{"title":"T","anyOf":[{"allOf":[{"anyOf":[{"$ref":"#"}]},{"minProperties":0}]}]}}})");
        onASmallStack(
            [&]
            {
                in(list, nested("{\"e\":", "1", "}", 100));
                assertHolds(refusal(list, nested("{\"e\":", "true", "}", 100)), {"expected integer or object, got boolean"});
                assertHolds(refusal(wrapped, nested("{\"e\":", "{}", "}", 99)), {"too deep to be followed"});
            });
    }

    /// Of 2^n ways through n definitions, or of a union of hundreds of others, nobody waits to see the end.
    void AReferenceToVeryManyPlacesIsNotFollowed()
    {
        std::string schema = R"({"properties":{"p":{"$ref":"#/$defs/D0"}},"$defs":{)";
        for (int i = 0; i < 1000; ++i)
        {
            const auto next = R"({"$ref":"#/$defs/D)" + std::to_string(i + 1) + "\"}";
            schema += "\"D" + std::to_string(i) + R"(":{"anyOf":[)" + next + "," + next + "]},";
        }
        const auto type = structOf(schema + R"("D1000":{"type":"integer"}}})");
        onASmallStack(
            [&]
            {
                in(type, R"({"p":"text"})");
                assertHolds(inputSchema(type), {R"("properties":{"p":{}})"});
            });
    }

    void VariantsThatAConstantTellsApartAreToldApartAtOnce()
    {
        const auto type = recursive(R"({"const":"a"})", R"({"enum":["b"]})");
        in(type, nested("{\"e\":", "{\"k\":\"a\"}", ",\"k\":\"b\"}", 90));
        assertHolds(refusal(type, nested("{\"e\":", "{\"k\":\"c\"}", ",\"k\":\"b\"}", 90)), {"expected one of a, got \"c\""});
    }

    void ALongListOfOptionalsIsNotTooMuch()
    {
        std::string many = "[1";
        for (int i = 0; i < 500000; ++i) many += i % 2 ? ",null" : ",2";
        const auto maybe = unionOf({simple(core::INTEGER), simple(core::NONE)});
        in(unionOf({listOf(maybe), simple(core::NONE)}), many + "]");
        in(structOf(
               R"({"properties":{"p":{"anyOf":[{"type":"array","items":{"anyOf":[{"type":"null"},{"type":"integer"}]}},{"type":"null"}]}}})"),
           "{\"p\":" + many + "]}");
    }

    void LoneSurrogatesAreRefusedEverywhere()
    {
        core::LiteralType file;
        file.mutable_blob();
        const std::pair<core::LiteralType, const char*> table[] = {{simple(core::STRING), R"("\udc00")"},
                                                                   {mapOf(simple(core::INTEGER)), R"({"\udc00":1})"},
                                                                   {structOf(), R"({"a":"\udc00"})"},
                                                                   {structOf(), R"({"\udc00":1})"},
                                                                   {file, R"("s3://\udc00")"},
                                                                   {file, R"({"uri":"a","hash":"\udc00"})"}};
        for (const auto& [type, json] : table) assertHolds(refusal(type, json), {"surrogate"});
        assertHolds(refusal(enumOf({"A"}), R"("\udc00")"), {"expected one of A"});
    }

    void LongNamesDoNotMakeLongErrors()
    {
        const std::string name(1000000, 'n');
        CPPUNIT_ASSERT(refusal(mapOf(simple(core::INTEGER)), "{\"" + name + "\":true}").size() < 500);
        CPPUNIT_ASSERT(refusal(enumOf({"A"}), "\"" + name + "\"").size() < 500);
        std::string many = "{";
        for (int i = 0; i < 10000; ++i) many += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
        try
        {
            flyte::toInputs(taskWith({}), json(many + "}"));
            CPPUNIT_FAIL("taken");
        }
        catch (const flyte_webhook::InvalidArgument& error)
        {
            CPPUNIT_ASSERT(std::string(error.what()).size() < 2000);
            assertHolds(error.what(), {"and 9950 more"});
        }
    }

    void ManyDuplicateKeysAreQuick()
    {
        std::string many = "{\"a\":0";
        for (int i = 0; i < 200000; ++i) many += ",\"a\":" + std::to_string(i);
        CPPUNIT_ASSERT_EQUAL(std::string("{\"a\":199999}"), out(in(structOf(), many + "}")));
    }

    void TextThatIsNoUtf8NeverReachesTheAnswer()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"string","base64":"/w=="})"), out(text("\xff")));
        for (const auto* bad :
             {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xe2\x82", "12345678\xff", "\x80"})
            assertHolds(out(text(bad)), {R"({"type":"string","base64":")"});
        core::Literal map;
        (*map.mutable_map()->mutable_literals())["\xff"] = integer(1);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"/w==":1})"), out(map));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HostileTest);
