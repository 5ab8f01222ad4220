#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/plugin/endpoint.h>

using namespace flyte_webhook;

namespace
{
std::string text(fw_bytes bytes) { return std::string(toView(bytes)); }
} // namespace

/// What a description says in the C interface.
class EndpointTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(EndpointTest);
    CPPUNIT_TEST(ThePathsNamesAreRequiredParameters);
    CPPUNIT_TEST(AQueryParameterIsOptionalUnlessItSaysOtherwise);
    CPPUNIT_TEST(FallbacksAreInTheirTextForm);
    CPPUNIT_TEST(ConstraintsAreJsonSchema);
    CPPUNIT_TEST(ParametersLieWhereTheyAreDeclared);
    CPPUNIT_TEST(AGuardNamesItsParameters);
    CPPUNIT_TEST(WithoutAGuardThereIsNone);
    CPPUNIT_TEST(RepliesHaveStatusTypeAndSchema);
    CPPUNIT_TEST(ANameThatThePathDoesNotHaveIsAnError);
    CPPUNIT_TEST(EachTableBeginsWithItsSize);
    CPPUNIT_TEST_SUITE_END();

    Endpoint endpoint;

    const fw_parameter& parameter(std::size_t index) { return *endpoint.table()->parameters[index]; }

public:
    void ThePathsNamesAreRequiredParameters()
    {
        endpoint.get("x", "/a/{one}/b/{two}").path("two", "the second", length(1, 30));
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), endpoint.table()->parameter_count);
        CPPUNIT_ASSERT_EQUAL(std::string("one"), text(parameter(0).name));
        CPPUNIT_ASSERT_EQUAL(std::string("two"), text(parameter(1).name));
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_PATH), parameter(1).place);
        CPPUNIT_ASSERT(parameter(1).required);
        CPPUNIT_ASSERT_EQUAL(std::string("the second"), text(parameter(1).help));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"minLength":1,"maxLength":30})"), text(parameter(1).schema));
    }

    void AQueryParameterIsOptionalUnlessItSaysOtherwise()
    {
        endpoint.get("x", "/x").query<std::string>("a", "").requiredQuery<std::int64_t>("b", "").query<bool>("c", true, "");
        CPPUNIT_ASSERT(!parameter(0).required && !parameter(0).has_fallback);
        CPPUNIT_ASSERT(parameter(1).required);
        CPPUNIT_ASSERT(!parameter(2).required && parameter(2).has_fallback);
    }

    void FallbacksAreInTheirTextForm()
    {
        endpoint.get("x", "/x").query<bool>("a", true, "").query<std::int64_t>("b", -7, "").query<double>("c", 0.5, "");
        endpoint.query<std::vector<std::string>>("d", {"x", "\"y\""}, "").query<std::string>("e", "", "");
        CPPUNIT_ASSERT_EQUAL(std::string("true"), text(parameter(0).fallback));
        CPPUNIT_ASSERT_EQUAL(std::string("-7"), text(parameter(1).fallback));
        CPPUNIT_ASSERT_EQUAL(std::string("0.5"), text(parameter(2).fallback));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["x","\"y\""])"), text(parameter(3).fallback));
        CPPUNIT_ASSERT(parameter(4).has_fallback);
    }

    void ConstraintsAreJsonSchema()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"minimum":1,"maximum":9})"), between(1, 9).schema);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"minimum":0.5,"maximum":2})"), between(0.5, 2.0).schema);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"enum":["a","b"]})"), oneOf({"a", "b"}).schema);
    }

    void ParametersLieWhereTheyAreDeclared()
    {
        endpoint.post("x", "/x").either<std::vector<std::string>>("a", {}, "").orBareBody().bodyKey("b", "").requiredEither<bool>("c", "");
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_QUERY_OR_BODY), parameter(0).place);
        CPPUNIT_ASSERT(parameter(0).bare_body);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_BODY), parameter(1).place);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_OBJECT), parameter(1).type);
        CPPUNIT_ASSERT(parameter(2).required);
    }

    void AGuardNamesItsParameters()
    {
        endpoint.get("x", "/{domain}/{project}/{name}").guardedAs(Resource::task("domain", "project", "name"));
        const auto& guard = *endpoint.table()->guard;
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_RESOURCE_TASK), guard.kind);
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), guard.parameter_count);
        CPPUNIT_ASSERT_EQUAL(std::string("name"), text(guard.parameters[2]));
    }

    void WithoutAGuardThereIsNone()
    {
        CPPUNIT_ASSERT(endpoint.get("x", "/x").table()->guard == nullptr);
        CPPUNIT_ASSERT(!endpoint.table()->open);
    }

    void RepliesHaveStatusTypeAndSchema()
    {
        endpoint.get("x", "/x").reply(200, "good", R"({"type":"object"})").failure(404, "none such").open();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), endpoint.table()->reply_count);
        CPPUNIT_ASSERT_EQUAL(404, endpoint.table()->replies[1]->status);
        CPPUNIT_ASSERT(text(endpoint.table()->replies[1]->schema).find("\"detail\"") != std::string::npos);
        CPPUNIT_ASSERT(endpoint.table()->open);
    }

    void ANameThatThePathDoesNotHaveIsAnError()
    {
        CPPUNIT_ASSERT_THROW(endpoint.get("x", "/{a}").path("b", "help"), std::logic_error);
        Endpoint empty;
        CPPUNIT_ASSERT_THROW(empty.get("x", "/x").orBareBody(), std::logic_error);
    }

    void EachTableBeginsWithItsSize()
    {
        endpoint.get("x", "/{a}").reply(200, "").guardedAs(Resource::app("a", "no"));
        const auto* table = endpoint.table();
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(sizeof(fw_endpoint)), table->size);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(sizeof(fw_parameter)), parameter(0).size);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(sizeof(fw_reply)), table->replies[0]->size);
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(sizeof(fw_guard)), table->guard->size);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointTest);
