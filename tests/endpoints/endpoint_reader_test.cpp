#include "endpoints/endpoint_reader.h"
#include <cppunit/extensions/HelperMacros.h>
#include <functional>

using namespace flyte_webhook::host;

namespace
{

fw_const bytes(const char* text) { return {text, std::char_traits<char>::length(text)}; }

/// The tables of one endpoint that is right; a test breaks one of them.
struct Tables
{
    fw_parameter domain{}, project{}, name{}, limit{}, list{};
    const fw_parameter* parameters[5] = {&limit, &name, &domain, &list, &project}; // not in the path's order
    fw_reply reply{};
    const fw_reply* replies[1] = {&reply};
    fw_const guarded[3] = {bytes("domain"), bytes("project"), bytes("name")};
    fw_guard guard{};
    fw_endpoint endpoint{};

    Tables()
    {
        for (auto* parameter : {&domain, &project, &name, &limit, &list})
        {
            parameter->size = sizeof *parameter;
            parameter->type = FW_STRING;
            parameter->place = FW_PATH;
        }
        domain.name = bytes("domain");
        project.name = bytes("project");
        name.name = bytes("name");
        name.help = bytes("the task's name");
        limit.name = bytes("limit");
        limit.place = FW_QUERY;
        limit.type = FW_INTEGER;
        limit.has_fallback = 1;
        limit.fallback = bytes("20");
        limit.schema = bytes(R"({"minimum":1,"maximum":200})");
        list.name = bytes("list");
        list.place = FW_QUERY_OR_BODY;
        list.type = FW_STRING_LIST;
        list.bare_body = 1;
        reply = {sizeof reply, 200, bytes("fine"), {}, bytes(R"({"type":"object"})")};
        guard = {sizeof guard, FW_RESOURCE_TASK, guarded, 3, {}};
        endpoint.size = sizeof endpoint;
        endpoint.id = bytes("list_versions");
        endpoint.method = bytes("POST");
        endpoint.path = bytes("/task/{domain}/{project}/{name}/versions");
        endpoint.summary = bytes("Versions");
        endpoint.parameters = parameters;
        endpoint.parameter_count = 5;
        endpoint.replies = replies;
        endpoint.reply_count = 1;
        endpoint.guard = &guard;
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;
};

/// What is told of the tables that `breakIt` broke; empty when they are taken.
std::string told(const std::function<void(Tables&)>& breakIt)
{
    Tables tables;
    breakIt(tables);
    try
    {
        readEndpoint(tables.endpoint, 7);
        return {};
    }
    catch (const BadDescription& error)
    {
        return error.what();
    }
}

void assertTold(const std::string& message, const std::function<void(Tables&)>& breakIt) { CPPUNIT_ASSERT_EQUAL(message, told(breakIt)); }

const std::string itself = "endpoint 'list_versions': ", limit = "endpoint 'list_versions', parameter 'limit': ";

class EndpointReaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(EndpointReaderTest);
    CPPUNIT_TEST(ARightTableIsCopied);
    CPPUNIT_TEST(PathParametersComeFirstInThePathsOrder);
    CPPUNIT_TEST(NothingOfTheTableIsKept);
    CPPUNIT_TEST(TheSmallestTableIsTaken);
    CPPUNIT_TEST(AFieldOfALaterVersionThanThePluginsIsNotLookedAt);
    CPPUNIT_TEST(ARoleFitsTheEndpoint);
    CPPUNIT_TEST(ShortTablesAreRefused);
    CPPUNIT_TEST(NullsAreRefused);
    CPPUNIT_TEST(TextsThatAreNoneAreRefused);
    CPPUNIT_TEST(BadIdsAndMethodsAreRefused);
    CPPUNIT_TEST(BadPathsAreRefused);
    CPPUNIT_TEST(PathsAndParametersMustAgree);
    CPPUNIT_TEST(BadParametersAreRefused);
    CPPUNIT_TEST(BadFallbacksAreRefused);
    CPPUNIT_TEST(BadSchemasAreRefused);
    CPPUNIT_TEST(BadBodiesAreRefused);
    CPPUNIT_TEST(BadRepliesAreRefused);
    CPPUNIT_TEST(BadGuardsAreRefused);
    CPPUNIT_TEST_SUITE_END();

    void ARightTableIsCopied()
    {
        const Tables tables;
        const auto endpoint = readEndpoint(tables.endpoint, 7);
        CPPUNIT_ASSERT_EQUAL(std::string("list_versions POST /task/{domain}/{project}/{name}/versions Versions"),
                             endpoint.id + " " + endpoint.method + " " + endpoint.path + " " + endpoint.summary);
        CPPUNIT_ASSERT(endpoint.index == 7 && !endpoint.open && endpoint.body == FW_BODY_NONE && endpoint.hasBodyParameters());
        const auto& parameter = endpoint.parameters[3];
        CPPUNIT_ASSERT(parameter.name == "limit" && parameter.type == FW_INTEGER && parameter.place == FW_QUERY && !parameter.required);
        CPPUNIT_ASSERT(parameter.fallback == "20" && parameter.constraints.minimum == 1 && parameter.constraints.maximum == 200);
        CPPUNIT_ASSERT(endpoint.parameters[4].bareBody && !endpoint.parameters[4].fallback);
        CPPUNIT_ASSERT(endpoint.parameters[2].help == "the task's name" && endpoint.parameters[2].required);
        CPPUNIT_ASSERT(endpoint.replies.size() == 1 && endpoint.replies[0].status == 200 &&
                       endpoint.replies[0].schema == R"({"type":"object"})");
        CPPUNIT_ASSERT(endpoint.guard && endpoint.guard->kind == FW_RESOURCE_TASK &&
                       endpoint.guard->parameters == (std::vector<std::size_t>{0, 1, 2}));
    }

    void PathParametersComeFirstInThePathsOrder()
    {
        const Tables tables;
        std::string names;
        for (const auto& parameter : readEndpoint(tables.endpoint, 0).parameters) names += parameter.name + " ";
        CPPUNIT_ASSERT_EQUAL(std::string("domain project name limit list "), names);
    }

    void NothingOfTheTableIsKept()
    {
        auto tables = std::make_unique<Tables>();
        std::string id = "short_lived", path = "/x/{a}", parameterName = "a";
        tables->name.name = {parameterName.data(), parameterName.size()};
        const fw_parameter* only[] = {&tables->name};
        tables->endpoint.parameters = only;
        tables->endpoint.parameter_count = 1;
        tables->endpoint.guard = nullptr;
        tables->endpoint.id = {id.data(), id.size()};
        tables->endpoint.path = {path.data(), path.size()};
        const auto endpoint = readEndpoint(tables->endpoint, 0);
        tables.reset();
        for (auto* text : {&id, &path, &parameterName}) std::fill(text->begin(), text->end(), '#');
        CPPUNIT_ASSERT(endpoint.id == "short_lived" && endpoint.path == "/x/{a}" && endpoint.parameters[0].name == "a");
    }

    void TheSmallestTableIsTaken()
    {
        fw_endpoint table{};
        table.size = sizeof table + 8; // a later minor version's
        table.id = bytes("a");
        table.method = bytes("GET");
        table.path = bytes("/");
        CPPUNIT_ASSERT_EQUAL(std::string("/"), readEndpoint(table, 0).path);
    }

    void AFieldOfALaterVersionThanThePluginsIsNotLookedAt()
    {
        assertTold(itself + "its role is none of fw_role", [](Tables& t) { t.endpoint.role = 77; });
        assertTold("",
                   [](Tables& t)
                   {
                       t.endpoint.role = 77;
                       t.endpoint.size = offsetof(fw_endpoint, role); // as it was in version 1.0
                   });
    }

    void ARoleFitsTheEndpoint()
    {
        const auto tellsTypes = [](Tables& t)
        {
            t.endpoint.role = FW_ROLE_TYPES;
            t.endpoint.method = bytes("GET");
        };
        const auto takesTypes = [](Tables& t)
        {
            t.endpoint.role = FW_ROLE_TYPED;
            t.endpoint.body = FW_BODY_OBJECT;
        };
        Tables tables;
        tellsTypes(tables);
        CPPUNIT_ASSERT_EQUAL(FW_ROLE_TYPES, readEndpoint(tables.endpoint, 0).role);
        takesTypes(tables);
        CPPUNIT_ASSERT_EQUAL(FW_ROLE_TYPED, readEndpoint(tables.endpoint, 0).role);

        const auto changed = [](auto first, auto then)
        {
            return [=](Tables& t)
            {
                first(t);
                then(t);
            };
        };
        const auto refusedTypes = itself + "it tells types, so it must be a GET that needs nothing but the resource of its guard";
        assertTold(refusedTypes, changed(tellsTypes, [](Tables& t) { t.endpoint.method = bytes("POST"); }));
        assertTold(refusedTypes, changed(tellsTypes, [](Tables& t) { t.endpoint.body = FW_BODY_OBJECT; }));
        assertTold(refusedTypes, changed(tellsTypes,
                                         [](Tables& t)
                                         {
                                             t.list.required = 1;
                                             t.list.place = FW_QUERY;
                                             t.list.bare_body = 0;
                                         }));
        assertTold(refusedTypes, changed(tellsTypes,
                                         [](Tables& t)
                                         {
                                             t.guard.kind = FW_RESOURCE_APP;
                                             t.guard.parameter_count = 1;
                                         }));
        assertTold(itself + "it takes types, so its body must be an object",
                   changed(takesTypes, [](Tables& t) { t.endpoint.body = FW_BODY_NONE; }));
        for (const auto role : {FW_ROLE_TYPES, FW_ROLE_TYPED})
            assertTold(itself + "its role is about a resource, but it has no guard that names one",
                       [&](Tables& t)
                       {
                           t.endpoint.role = role;
                           t.endpoint.guard = nullptr;
                       });
    }

    void ShortTablesAreRefused()
    {
        assertTold("endpoint 7: it is shorter than version 1.0 of the interface has it",
                   [](Tables& t) { t.endpoint.size = offsetof(fw_endpoint, role) - 1; });
        assertTold(itself + "a parameter's description is shorter than version 1.0 of the interface has it",
                   [](Tables& t) { t.limit.size = 0; });
        assertTold(itself + "a reply's description is shorter than version 1.0 of the interface has it",
                   [](Tables& t) { t.reply.size = 4; });
        assertTold(itself + "its guard is shorter than version 1.0 of the interface has it", [](Tables& t) { t.guard.size = 4; });
    }

    void NullsAreRefused()
    {
        assertTold(itself + "parameter 0 is NULL", [](Tables& t) { t.endpoint.parameters = nullptr; });
        assertTold(itself + "parameter 3 is NULL", [](Tables& t) { t.parameters[3] = nullptr; });
        assertTold(itself + "reply 0 is NULL", [](Tables& t) { t.endpoint.replies = nullptr; });
        assertTold(itself + "reply 0 is NULL", [](Tables& t) { t.replies[0] = nullptr; });
        assertTold(itself + "its guard's list of parameters is NULL", [](Tables& t) { t.guard.parameters = nullptr; });
        assertTold("endpoint 7: its id has a length, but is NULL", [](Tables& t) { t.endpoint.id = {nullptr, 3}; });
        assertTold(limit + "its help has a length, but is NULL", [](Tables& t) { t.limit.help = {nullptr, 1}; });
        assertTold("", [](Tables& t) { t.limit.help = {nullptr, 0}; });
    }

    void TextsThatAreNoneAreRefused()
    {
        assertTold(itself + "its summary is no UTF-8 without NUL", [](Tables& t) { t.endpoint.summary = bytes("\xFF"); });
        assertTold(itself + "its description is no UTF-8 without NUL", [](Tables& t) { t.endpoint.description = {"a\0b", 3}; });
        assertTold("endpoint 'list_versions', a parameter: its name is no UTF-8 without NUL",
                   [](Tables& t) { t.limit.name = bytes("\xC3"); });
        assertTold(itself + "its reply's content type is no UTF-8 without NUL", [](Tables& t) { t.reply.content_type = bytes("\xFF"); });
    }

    void BadIdsAndMethodsAreRefused()
    {
        for (const char* id : {"", "A", "1a", "_a", "a-b", "a b", "a.b", "\xC3\xA4"})
            assertTold("endpoint '" + std::string(id) + "': an id is lower-case letters, digits and underscores and begins with a letter",
                       [&](Tables& t) { t.endpoint.id = bytes(id); });
        for (const char* method : {"", "get", "HEAD", "OPTIONS", "GET ", "FETCH"})
            assertTold(itself + "its method '" + method + "' is none of GET, POST, PUT, PATCH, DELETE",
                       [&](Tables& t) { t.endpoint.method = bytes(method); });
    }

    void BadPathsAreRefused()
    {
        for (const char* path : {"", "task", "{domain}"})
            assertTold(itself + "its path '" + path + "' does not begin with /", [&](Tables& t) { t.endpoint.path = bytes(path); });
        for (const char* path : {"/a/", "/{domain}/"})
            assertTold(itself + "its path '" + path + "' ends with /", [&](Tables& t) { t.endpoint.path = bytes(path); });
        for (const char* path : {"//",   "/a//b", "/{}",    "/{a",       "/a}", "/x{a}", "/{a}x", "/{a}{b}", "/{a{b}", "/{a b}", "/a b",
                                 "/a?b", "/a#b",  "/a%20b", "/\xC3\xA4", "/.",  "/a/..", "/a\\b", "/a\"b",   "/{a/b}", "/<a>"})
        {
            const auto message = told([&](Tables& t) { t.endpoint.path = bytes(path); });
            CPPUNIT_ASSERT_MESSAGE(path + (": " + message), message.find(itself + "its path '") == 0);
        }
        assertTold(itself + "its path has {name} twice", [](Tables& t) { t.endpoint.path = bytes("/{domain}/{project}/{name}/{name}"); });
        std::string many;
        for (int i = 0; i < 17; ++i) many += "/{p" + std::to_string(i) + "}";
        assertTold(itself + "its path has more than 16 names", [&](Tables& t) { t.endpoint.path = bytes(many.c_str()); });
    }

    void PathsAndParametersMustAgree()
    {
        assertTold(itself + "the parameter 'project' and the path do not agree",
                   [](Tables& t) { t.endpoint.path = bytes("/task/{domain}/{name}"); });
        assertTold(itself + "the parameter 'name' and the path do not agree", [](Tables& t) { t.name.place = FW_QUERY; });
        assertTold(itself + "the path's {other} is not among its parameters",
                   [](Tables& t) { t.endpoint.path = bytes("/{domain}/{project}/{name}/{other}"); });
        assertTold(itself + "it has two parameters 'domain'", [](Tables& t) { t.project.name = bytes("domain"); });
    }

    void BadParametersAreRefused()
    {
        assertTold("endpoint 'list_versions', parameter '': it has no name", [](Tables& t) { t.limit.name = {}; });
        for (const std::uint32_t type : {0u, 7u, 0xFFFFFFFFu})
            assertTold(limit + "its type is none of fw_type", [&](Tables& t) { t.limit.type = type; });
        for (const std::uint32_t place : {0u, 5u, 0xFFFFFFFFu})
            assertTold(limit + "its place is none of fw_place", [&](Tables& t) { t.limit.place = place; });
        assertTold(limit + "an object lies in the body only",
                   [](Tables& t)
                   {
                       t.limit.type = FW_OBJECT;
                       t.limit.schema = {};
                   });
        assertTold("endpoint 'list_versions', parameter 'name': a path parameter is a string", [](Tables& t) { t.name.type = FW_INTEGER; });
        assertTold(limit + "only a list may be the bare body", [](Tables& t) { t.limit.bare_body = 1; });
        assertTold("endpoint 'list_versions', parameter 'list': only a list may be the bare body",
                   [](Tables& t) { t.list.place = FW_QUERY; });
    }

    void BadFallbacksAreRefused()
    {
        for (const char* fallback : {"", "x", "1.5", "+1", " 1", "9223372036854775808"})
            assertTold(limit + "its fallback '" + fallback + "' is no integer", [&](Tables& t) { t.limit.fallback = bytes(fallback); });
        assertTold(limit + "its fallback '201' should be at most 200", [](Tables& t) { t.limit.fallback = bytes("201"); });
        assertTold(limit + "it is required and has a fallback at once", [](Tables& t) { t.limit.required = 1; });
        assertTold("endpoint 'list_versions', parameter 'name': it is required and has a fallback at once",
                   [](Tables& t) { t.name.has_fallback = 1; });
        for (const char* fallback : {"", "a", "[1]", "{}", "[\"a\"", "\"a\""})
            assertTold("endpoint 'list_versions', parameter 'list': its fallback '" + std::string(fallback) + "' is no array",
                       [&](Tables& t)
                       {
                           t.list.has_fallback = 1;
                           t.list.fallback = bytes(fallback);
                       });
    }

    void BadSchemasAreRefused()
    {
        for (const char* schema : {"x", "[]", "{", "1", "null", "{}x"})
        {
            assertTold(limit + "its schema is no JSON object", [&](Tables& t) { t.limit.schema = bytes(schema); });
            assertTold(itself + "its schema is no JSON object", [&](Tables& t) { t.endpoint.body_schema = bytes(schema); });
            assertTold(itself + "its schema is no JSON object", [&](Tables& t) { t.reply.schema = bytes(schema); });
        }
        for (const char* schema : {R"({"minimum":"1"})", R"({"maximum":null})", R"({"minLength":-1})", R"({"maxLength":1.5})",
                                   R"({"enum":"a"})", R"({"enum":[]})", R"({"enum":[null]})"})
            assertTold(limit + "its schema has a minimum, maximum, minLength, maxLength or enum that is none",
                       [&](Tables& t) { t.limit.schema = bytes(schema); });
    }

    void BadBodiesAreRefused()
    {
        assertTold(itself + "its body is of no known kind", [](Tables& t) { t.endpoint.body = 3; });
        assertTold(itself + "its body is raw, so no parameter can lie in it", [](Tables& t) { t.endpoint.body = FW_BODY_RAW; });
        assertTold(itself + "two parameters would be its bare body",
                   [](Tables& t)
                   {
                       t.limit = t.list;
                       t.limit.name = bytes("limit");
                   });
    }

    void BadRepliesAreRefused()
    {
        for (const int status : {0, 199, 600, -1})
            assertTold(itself + "it declares a reply of status " + std::to_string(status), [&](Tables& t) { t.reply.status = status; });
    }

    void BadGuardsAreRefused()
    {
        for (const std::uint32_t kind : {0u, 4u})
            assertTold(itself + "its guard is of no known kind", [&](Tables& t) { t.guard.kind = kind; });
        assertTold(itself + "its guard names a wrong number of parameters", [](Tables& t) { t.guard.parameter_count = 2; });
        assertTold(itself + "its guard names a wrong number of parameters", [](Tables& t) { t.guard.kind = FW_RESOURCE_TRIGGER; });
        assertTold(itself + "its guard names 'limit', which is no path parameter", [](Tables& t) { t.guarded[0] = bytes("limit"); });
        assertTold(itself + "its guard names 'other', which is no path parameter", [](Tables& t) { t.guarded[2] = bytes("other"); });
        assertTold(itself + "its guard names 'name' twice", [](Tables& t) { t.guarded[0] = bytes("name"); });
        assertTold(itself + "it is open and guarded at once", [](Tables& t) { t.endpoint.open = 1; });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointReaderTest);

} // namespace
