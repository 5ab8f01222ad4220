#include "openapi/typed_operations.h"
#include <cppunit/extensions/HelperMacros.h>
#include <set>

using namespace flyte_webhook::host;

namespace
{

Endpoint onTask(const char* id, const char* method, const char* path, fw_role role)
{
    Endpoint made;
    made.id = id;
    made.method = method;
    made.path = path;
    made.role = role;
    for (const char* name : {"domain", "project", "name"})
    {
        auto& parameter = made.parameters.emplace_back();
        parameter.name = name;
        parameter.place = FW_PATH;
        parameter.required = true;
    }
    made.guard = Guard{FW_RESOURCE_TASK, {0, 1, 2}, {}};
    return made;
}

NamedResource task(const char* domain, const char* project, const char* name) { return {FW_RESOURCE_TASK, {domain, project, name}}; }

} // namespace

/// Operations of their own for single resources, as they follow from what endpoints say of themselves and tell of the resources.
class TypedOperationsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TypedOperationsTest);
    CPPUNIT_TEST(eachResourceHasOneOfEachEndpointThatTakesItsTypes);
    CPPUNIT_TEST(whatTellsTheTypesOfSeveralIsOnePath);
    CPPUNIT_TEST(withoutWhoTellsTheTypesThereIsNone);
    CPPUNIT_TEST(idsAreMadeOfTheResourceAlone);
    CPPUNIT_TEST(whoWouldBeCalledAlikeIsNot);
    CPPUNIT_TEST(anOperationIsAboutOneResource);
    CPPUNIT_TEST(aNameIsOneSegmentWhateverItHolds);
    CPPUNIT_TEST(whatElseThePathNamesStaysAParameter);
    CPPUNIT_TEST(whatIsNoAnswerOfTypesIsNothing);
    CPPUNIT_TEST(theDocumentShowsItsTypesUnderANameOfTheirOwn);
    CPPUNIT_TEST_SUITE_END();

    Endpoint _run = onTask("run_it", "POST", "/run/{domain}/{project}/{name}", FW_ROLE_TYPED);
    const Endpoint _types = onTask("types_of", "GET", "/types/{domain}/{project}/{name}", FW_ROLE_TYPES);
    Api _api;

    std::vector<TypedEndpoint> typed(const std::vector<NamedResource>& resources) { return typedEndpoints(_api, resources); }

    std::vector<std::string> ids(const std::vector<NamedResource>& resources)
    {
        std::vector<std::string> ids;
        for (const auto& each : typed(resources)) ids.push_back(each.id);
        return ids;
    }

    static void equal(const char* expected, const std::string& found) { CPPUNIT_ASSERT_EQUAL(std::string(expected), found); }

    TypedOperation operation(const NamedResource& resource, const char* told = R"({"inputs":{}})")
    {
        return typedOperation(typed({resource}).at(0), told).value();
    }

public:
    void setUp() override
    {
        _run.body = FW_BODY_OBJECT;
        _run.summary = "Runs";
        _run.description = "Any.";
        _api.groups = {{"empty", {}, {}, {}, {}, {}}, {"tasks", {}, {&_run}, {&_types}, {}, {}}};
    }

    void eachResourceHasOneOfEachEndpointThatTakesItsTypes()
    {
        auto other = _run;
        other.id = "other";
        _api.groups[1].endpoints.push_back(&other);
        const auto all = typed({task("d", "p", "a"), {FW_RESOURCE_APP, {"x"}}, task("d", "p", "b")});
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, all.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, all[0].group);
        CPPUNIT_ASSERT_EQUAL(static_cast<const Endpoint*>(&_types), all[0].types);
        equal("b", all[1].names[2]);
        equal("other_d_p_a", all[2].id);
    }

    void whatTellsTheTypesOfSeveralIsOnePath()
    {
        auto other = _run;
        other.id = "other";
        _api.groups[1].endpoints.push_back(&other);
        const auto [paths, places] = typesPaths(typed({task("d", "p", "one"), task("d", "p", "two")}));
        CPPUNIT_ASSERT(paths == (std::vector<std::string>{"/types/d/p/one", "/types/d/p/two"}));
        CPPUNIT_ASSERT(places == (std::vector<std::size_t>{0, 1, 0, 1}));
    }

    void withoutWhoTellsTheTypesThereIsNone()
    {
        auto ofApps = _types;
        ofApps.guard->kind = FW_RESOURCE_APP;
        _api.groups[1].types = {&ofApps};
        CPPUNIT_ASSERT(typed({task("d", "p", "a")}).empty());
        _api.groups[1].types = {};
        _api.groups[0].types = {&_types}; // of another plugin
        CPPUNIT_ASSERT(typed({task("d", "p", "a")}).empty());
        _api.groups[1].types = {&_types};
        _run.role = FW_ROLE_PLAIN;
        CPPUNIT_ASSERT(typed({task("d", "p", "a")}).empty());
    }

    void idsAreMadeOfTheResourceAlone()
    {
        const auto alone = ids({task("development", "flytesnacks", "Slow.count-2")});
        equal("run_it_development_flytesnacks_slow_count_2", alone.at(0));
        CPPUNIT_ASSERT_EQUAL(alone[0], ids({task("d", "p", "z"), task("development", "flytesnacks", "Slow.count-2")}).at(1));
    }

    void whoWouldBeCalledAlikeIsNot()
    {
        const auto first = task("d", "p", "a.b"), second = task("d", "p", "a_b"), third = task("d", "p_a", "b"),
                   fourth = task("d", "p", "B");
        const auto some = ids({first, second, third, fourth}), turned = ids({fourth, third, second, first});
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, std::set<std::string>(some.begin(), some.end()).size());
        CPPUNIT_ASSERT((some == std::vector<std::string>{turned.rbegin(), turned.rend()}));
        equal("run_it_d_p_b", some[3]);
        auto plain = _run;
        plain.role = FW_ROLE_PLAIN;
        plain.id = "run_it_d_p_b";
        _api.groups[0].endpoints = {&plain};
        CPPUNIT_ASSERT(ids({fourth}).at(0) != plain.id);
    }

    void anOperationIsAboutOneResource()
    {
        auto& version = _run.parameters.emplace_back();
        version.name = "version";
        const auto made =
            operation(task("d", "p", "a"), R"({"inputs":{"type":"object","$schema":"x","examples":[{}]},"description":"Mine."})");
        equal("run_it_d_p_a", made.id);
        equal("run_it", made.endpoint.id);
        equal("/run/d/p/a", made.endpoint.path);
        equal("Runs: a", made.endpoint.summary);
        equal("Mine.", made.endpoint.description);
        equal(R"({"type":"object","examples":[{}]})", made.endpoint.bodySchema);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, made.endpoint.parameters.size());
        equal("version", made.endpoint.parameters[0].name);
        CPPUNIT_ASSERT(!made.endpoint.guard);
        equal("Any.", operation(task("d", "p", "a"), R"({"inputs":{},"description":null})").endpoint.description);
    }

    void aNameIsOneSegmentWhateverItHolds()
    {
        equal("/run/d/p%7Bname%7D/a%2Fb%3Fc%25%C3%A4~", operation(task("d", "p{name}", "a/b?c%\xC3\xA4~")).endpoint.path);
    }

    void whatElseThePathNamesStaysAParameter()
    {
        _run.path = "/run/{domain}/{project}/{name}/{place}";
        _run.parameters.push_back(_run.parameters.back());
        _run.parameters.back().name = "place";
        const auto made = operation(task("d", "p", "a"));
        equal("/run/d/p/a/{place}", made.endpoint.path);
        equal("place", made.endpoint.parameters.at(0).name);
    }

    void whatIsNoAnswerOfTypesIsNothing()
    {
        const auto one = typed({task("d", "p", "a")}).at(0);
        for (const char* told :
             {"", "x", "[]", "{}", R"({"inputs":[]})", R"({"inputs":true})", R"({"inputs":{}} x)", "{\"inputs\":{\"a\":\"\xFF\"}}"})
            CPPUNIT_ASSERT_MESSAGE(told, !typedOperation(one, told));
    }

    void theDocumentShowsItsTypesUnderANameOfTheirOwn()
    {
        _run.replies.push_back({200, "fine", {}, R"({"type":"object"})"});
        _api.groups[1].typed = {operation(task("d", "p", "a"), R"({"inputs":{"properties":{"x":{"$ref":"#/properties/y"}}}})")};
        const auto document = makeDocument(_api);
        for (const char* part : {R"("/run/d/p/a":{"post":{"tags":["tasks"],"summary":"Runs: a")",
                                 R"("operationId":"run_it_d_p_a","parameters":[])", R"("$ref":"#/components/schemas/RunItDPABody"})",
                                 R"("RunItDPABody":{"properties":{"x":{"$ref":"#/components/schemas/RunItDPABody/properties/y"}}})"})
            CPPUNIT_ASSERT_MESSAGE(part + (" is not in " + document), document.find(part) != document.npos);
        CPPUNIT_ASSERT_MESSAGE("answers are named once", document.find("RunItDPAReply") == document.npos);
        CPPUNIT_ASSERT(document.find("types_of") == document.npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TypedOperationsTest);
