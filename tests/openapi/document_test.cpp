#include "openapi/document.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <rapidjson/pointer.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

using namespace flyte_webhook::host;

namespace
{

Parameter parameter(const char* name, fw_type type, fw_place place)
{
    Parameter made;
    made.name = name;
    made.type = type;
    made.place = place;
    made.required = place == FW_PATH;
    return made;
}

Endpoint endpoint(const char* id, const char* method, const char* path)
{
    Endpoint made;
    made.id = id;
    made.method = method;
    made.path = path;
    made.replies.push_back({200, "fine", {}, R"({"type":"object"})"});
    return made;
}

std::string text(const rapidjson::Value& value)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

/// The document of one group of endpoints.
class Made
{
public:
    explicit Made(const std::vector<Endpoint>& endpoints, Api api = {}) : _endpoints(endpoints)
    {
        if (api.title.empty()) api.title = "T";
        if (api.credentialHeaders.empty()) api.credentialHeaders = {"authorization", "cookie"};
        auto& group = api.groups.emplace_back();
        group.name = "things";
        group.summary = "what there is";
        for (const auto& made : _endpoints) group.endpoints.push_back(&made);
        bytes = makeDocument(api);
        _document = flyte_webhook::parseJson(bytes.substr(0, bytes.size() - 1)).value();
    }

    /// What lies at a JSON pointer, as JSON text; empty when nothing does.
    std::string at(const char* pointer) const
    {
        const auto* found = rapidjson::Pointer(pointer).Get(_document);
        return found ? text(*found) : std::string();
    }

    std::string bytes;

private:
    const std::vector<Endpoint> _endpoints;
    rapidjson::Document _document;
};

} // namespace

/// The OpenAPI document as it follows from descriptions of endpoints.
class DocumentTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DocumentTest);
    CPPUNIT_TEST(anOperationBearsTheEndpointsIdAndItsGroup);
    CPPUNIT_TEST(pathsStandInTheOrderOfTheirEndpointsAndHoldEachMethod);
    CPPUNIT_TEST(aGroupWithoutEndpointsIsAbsent);
    CPPUNIT_TEST(parametersHaveTypeFallbackConstraintsAndHelp);
    CPPUNIT_TEST(keysOfABodyMayBeNullWhereTheyMayBeLeftOut);
    CPPUNIT_TEST(aParameterOfTwoPlacesIsShownInOne);
    CPPUNIT_TEST(aBodyMayBeABareList);
    CPPUNIT_TEST(anObjectBodyIsANamedSchema);
    CPPUNIT_TEST(aRawBodyIsAnything);
    CPPUNIT_TEST(answersAreNamedSchemas);
    CPPUNIT_TEST(errorsShareOneSchemaAndKeepTheirExamples);
    CPPUNIT_TEST(whatTheHostAnswersIsAddedToWhatThePluginDeclares);
    CPPUNIT_TEST(aGuardTellsItsRefusals);
    CPPUNIT_TEST(answersWithoutABodyHaveNone);
    CPPUNIT_TEST(twoSchemasOfOneNameAreKeptApart);
    CPPUNIT_TEST(partsOfASchemaAreNamedSchemasToo);
    CPPUNIT_TEST(partsAreFoundByTheNamesThatReferencesSpellOut);
    CPPUNIT_TEST(whatAPartDefinesIsNamedAfterTheWhole);
    CPPUNIT_TEST(whoWantsTheSameNameGetsTheNextNumber);
    CPPUNIT_TEST(credentialsAreDescribedAsTheyAreConfigured);
    CPPUNIT_TEST(whereNoneAreRequiredNoneAreDescribed);
    CPPUNIT_TEST(anythingMayStandInTitleAndDescription);
    CPPUNIT_TEST_SUITE_END();

    static void equal(const char* expected, const std::string& found) { CPPUNIT_ASSERT_EQUAL(std::string(expected), found); }

    void anOperationBearsTheEndpointsIdAndItsGroup()
    {
        auto look = endpoint("look_at", "GET", "/things/{name}");
        look.summary = "Looks";
        look.description = "At it.";
        look.parameters.push_back(parameter("name", FW_STRING, FW_PATH));
        const Made made({look});
        equal(R"("look_at")", made.at("/paths/~1things~1{name}/get/operationId"));
        equal(R"(["things"])", made.at("/paths/~1things~1{name}/get/tags"));
        equal(R"("Looks")", made.at("/paths/~1things~1{name}/get/summary"));
        equal(R"("At it.")", made.at("/paths/~1things~1{name}/get/description"));
        equal(R"([{"name":"things","description":"what there is"}])", made.at("/tags"));
    }

    void pathsStandInTheOrderOfTheirEndpointsAndHoldEachMethod()
    {
        const Made made({endpoint("b", "GET", "/b"), endpoint("a", "GET", "/a"), endpoint("put_b", "PUT", "/b")});
        CPPUNIT_ASSERT(made.bytes.find(R"("/b":{)") < made.bytes.find(R"("/a":{)"));
        equal(R"("put_b")", made.at("/paths/~1b/put/operationId"));
    }

    void aGroupWithoutEndpointsIsAbsent()
    {
        const Made made({});
        equal("[]", made.at("/tags"));
        equal("{}", made.at("/paths"));
        equal("{}", made.at("/components/schemas"));
    }

    void parametersHaveTypeFallbackConstraintsAndHelp()
    {
        auto count = endpoint("count", "GET", "/count/{of}");
        count.parameters.push_back(parameter("of", FW_STRING, FW_PATH));
        count.parameters.push_back(parameter("limit", FW_INTEGER, FW_QUERY));
        count.parameters.back().fallback = "20";
        count.parameters.back().help = "how many";
        count.parameters.back().schema = R"({"minimum":1,"type":"string","examples":[7]})";
        count.parameters.push_back(parameter("word", FW_STRING, FW_QUERY));
        count.parameters.back().fallback = "12";
        count.parameters.push_back(parameter("tags", FW_STRING_LIST, FW_QUERY));
        const Made made({count});
        equal(R"({"name":"of","in":"path","required":true,"schema":{"type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]+$"}})",
              made.at("/paths/~1count~1{of}/get/parameters/0"));
        equal(R"({"name":"limit","in":"query","required":false,"description":"how many",)"
              R"("schema":{"type":"integer","format":"int64","minimum":1,"examples":[7],"default":20}})",
              made.at("/paths/~1count~1{of}/get/parameters/1"));
        equal(R"({"type":"string","default":"12"})", made.at("/paths/~1count~1{of}/get/parameters/2/schema"));
        equal(R"({"type":"array","items":{"type":"string"}})", made.at("/paths/~1count~1{of}/get/parameters/3/schema"));
    }

    void keysOfABodyMayBeNullWhereTheyMayBeLeftOut()
    {
        auto send = endpoint("send", "POST", "/send");
        send.parameters.push_back(parameter("what", FW_OBJECT, FW_BODY));
        send.parameters.back().required = true;
        send.parameters.push_back(parameter("fast", FW_BOOLEAN, FW_BODY));
        send.parameters.back().fallback = "false";
        const Made made({send});
        equal(R"({"$ref":"#/components/schemas/SendBody"})", made.at("/paths/~1send/post/requestBody/content/application~1json/schema"));
        equal("true", made.at("/paths/~1send/post/requestBody/required"));
        equal(R"({"type":"object","properties":{"what":{"anyOf":[{"type":"object","additionalProperties":true}]},)"
              R"("fast":{"anyOf":[{"type":"boolean"},{"type":"null"}],"default":false}},"required":["what"]})",
              made.at("/components/schemas/SendBody"));
        equal("[]", made.at("/paths/~1send/post/parameters"));
    }

    void aParameterOfTwoPlacesIsShownInOne()
    {
        auto send = endpoint("send", "POST", "/send");
        send.parameters.push_back(parameter("to", FW_STRING, FW_QUERY_OR_BODY));
        send.parameters.back().required = true;
        send.parameters.push_back(parameter("words", FW_STRING_LIST, FW_QUERY_OR_BODY));
        const Made made({send});
        equal(R"([{"name":"to","in":"query","required":true,"schema":{"type":"string"}}])", made.at("/paths/~1send/post/parameters"));
        equal(R"({"type":"object","properties":{"words":{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"null"}]}}})",
              made.at("/components/schemas/SendBody"));
        equal("", made.at("/paths/~1send/post/requestBody/required"));
        CPPUNIT_ASSERT(!made.at("/paths/~1send/post/requestBody/description").empty());
    }

    void aBodyMayBeABareList()
    {
        auto send = endpoint("send", "POST", "/send");
        send.parameters.push_back(parameter("to", FW_STRING_LIST, FW_QUERY_OR_BODY));
        send.parameters.back().bareBody = true;
        equal(R"({"anyOf":[{"$ref":"#/components/schemas/SendBody"},{"type":"array","items":{"type":"string"}},{"type":"null"}]})",
              Made({send}).at("/paths/~1send/post/requestBody/content/application~1json/schema"));
    }

    void anObjectBodyIsANamedSchema()
    {
        auto send = endpoint("send_it", "POST", "/send");
        send.body = FW_BODY_OBJECT;
        send.bodyHelp = "it";
        send.bodySchema = R"({"type":"object","examples":[{"a":1}]})";
        const Made made({send});
        equal(
            R"({"description":"it","required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/SendItBody"}}}})",
            made.at("/paths/~1send/post/requestBody"));
        equal(R"({"type":"object","examples":[{"a":1}]})", made.at("/components/schemas/SendItBody"));
    }

    void aRawBodyIsAnything()
    {
        auto send = endpoint("send", "POST", "/send");
        send.body = FW_BODY_RAW;
        equal(R"({"content":{"*/*":{}}})", Made({send}).at("/paths/~1send/post/requestBody"));
    }

    void answersAreNamedSchemas()
    {
        auto look = endpoint("look_at", "GET", "/look");
        look.replies = {{200, "seen", {}, R"({"type":"object","title":"a"})"}, {201, "", "text/plain", {}}};
        const Made made({look});
        equal(R"({"$ref":"#/components/schemas/LookAtReply"})",
              made.at("/paths/~1look/get/responses/200/content/application~1json/schema"));
        equal(R"({"type":"object","title":"a"})", made.at("/components/schemas/LookAtReply"));
        equal(R"("Seen.")", made.at("/paths/~1look/get/responses/200/description"));
        equal(R"({"text/plain":{}})", made.at("/paths/~1look/get/responses/201/content"));
    }

    void errorsShareOneSchemaAndKeepTheirExamples()
    {
        auto look = endpoint("look", "GET", "/look");
        const std::string error = R"({"type":"object","required":["detail"],"properties":{"detail":{"type":"string"}})";
        look.replies = {{404, "it is not there", {}, error + R"(,"examples":[{"detail":"No x"}]})"},
                        {404, "nor anything else", {}, error + "}"},
                        {409, "it is taken", {}, {}},
                        {410, "gone", {}, R"({"type":"string"})"}};
        const Made made({look});
        equal(R"({"schema":{"$ref":"#/components/schemas/Error"},"example":{"detail":"No x"}})",
              made.at("/paths/~1look/get/responses/404/content/application~1json"));
        equal(R"("It is not there; or nor anything else.")", made.at("/paths/~1look/get/responses/404/description"));
        equal(R"({"detail":"it is taken"})", made.at("/paths/~1look/get/responses/409/content/application~1json/example"));
        equal(R"({"$ref":"#/components/schemas/LookError410"})",
              made.at("/paths/~1look/get/responses/410/content/application~1json/schema"));
    }

    void whatTheHostAnswersIsAddedToWhatThePluginDeclares()
    {
        auto open = endpoint("open", "GET", "/open");
        open.open = true;
        auto look = endpoint("look", "POST", "/look");
        look.parameters.push_back(parameter("a", FW_OBJECT, FW_BODY));
        look.replies.push_back({422, "a is none", {}, {}});
        const Made made({open, look});
        equal("[]", made.at("/paths/~1open/get/security"));
        for (const char* status : {"401", "413", "415", "422"})
            equal("", made.at((std::string("/paths/~1open/get/responses/") + status).c_str()));
        for (const char* status : {"401", "413", "415", "422", "500", "503"})
            CPPUNIT_ASSERT(!made.at((std::string("/paths/~1look/post/responses/") + status).c_str()).empty());
        equal(R"({"anyOf":[{"$ref":"#/components/schemas/Error"},{"$ref":"#/components/schemas/HTTPValidationError"}]})",
              made.at("/paths/~1look/post/responses/422/content/application~1json/schema"));
        CPPUNIT_ASSERT(!made.at("/components/schemas/ValidationError/properties/loc").empty());
        CPPUNIT_ASSERT(!made.at("/paths/~1look/post/responses/503/headers/Retry-After").empty());
        CPPUNIT_ASSERT(!made.at("/paths/~1look/post/responses/401/headers/WWW-Authenticate").empty());
        equal("", made.at("/paths/~1look/post/responses/200/headers/X-Error-Kind"));
        equal(R"({"$ref":"#/components/headers/X-Error-Kind"})", made.at("/paths/~1look/post/responses/413/headers/X-Error-Kind"));
        equal(R"("body_too_large")", made.at("/components/headers/X-Error-Kind/schema/examples/8"));
    }

    void aGuardTellsItsRefusals()
    {
        auto look = endpoint("look", "GET", "/look/{task_name}/{name}");
        look.parameters = {parameter("task_name", FW_STRING, FW_PATH), parameter("name", FW_STRING, FW_PATH)};
        look.guard = Guard{FW_RESOURCE_TRIGGER, {0, 1}, "Cannot look at self"};
        const Made made({look});
        const std::string answers = "/paths/~1look~1{task_name}~1{name}/get/responses/";
        equal(R"({"detail":"Trigger {task_name}/{name} is not in the allowlist"})",
              made.at((answers + "403/content/application~1json/example").c_str()));
        equal(R"({"detail":"Cannot look at self"})", made.at((answers + "400/content/application~1json/example").c_str()));
    }

    void answersWithoutABodyHaveNone()
    {
        auto drop = endpoint("drop", "DELETE", "/drop");
        drop.replies = {{204, "done", {}, {}}};
        equal("", Made({drop}).at("/paths/~1drop/delete/responses/204/content"));
    }

    void twoSchemasOfOneNameAreKeptApart()
    {
        auto one = endpoint("look_at", "GET", "/one"), other = endpoint("look__at", "GET", "/other");
        other.replies = {{200, "else", {}, R"({"type":"array"})"}};
        const Made made({one, other});
        equal(R"({"type":"object"})", made.at("/components/schemas/LookAtReply"));
        equal(R"({"type":"array"})", made.at("/components/schemas/LookAtReply2"));
        equal(R"({"$ref":"#/components/schemas/LookAtReply2"})",
              made.at("/paths/~1other/get/responses/200/content/application~1json/schema"));
    }

    void partsOfASchemaAreNamedSchemasToo()
    {
        auto one = endpoint("one", "GET", "/one"), other = endpoint("other", "GET", "/other"), same = endpoint("same", "GET", "/same");
        one.replies = {
            {200,
             "",
             {},
             R"({"anyOf":[{"$ref":"#/$defs/A b"},{"$ref":"#"}],"$defs":{"A b":{"items":{"$ref":"#/$defs/B/not"}},"B":{"not":{}}}})"}};
        other.replies = {{200, "", {}, R"({"$ref":"#/$defs/B","$defs":{"B":{"type":"null"}}})"}};
        same.replies = {{200, "", {}, R"({"not":{"$ref":"#/$defs/B"},"$defs":{"B":{"type":"null"}}})"}};
        const Made made({one, other, same});
        equal(R"({"anyOf":[{"$ref":"#/components/schemas/A_b"},{"$ref":"#/components/schemas/OneReply"}]})",
              made.at("/components/schemas/OneReply"));
        equal(R"({"items":{"$ref":"#/components/schemas/B/not"}})", made.at("/components/schemas/A_b"));
        equal(R"({"not":{}})", made.at("/components/schemas/B"));
        equal(R"({"$ref":"#/components/schemas/B2"})", made.at("/components/schemas/OtherReply"));
        equal(R"({"not":{"$ref":"#/components/schemas/B2"}})", made.at("/components/schemas/SameReply"));
    }

    void partsAreFoundByTheNamesThatReferencesSpellOut()
    {
        auto one = endpoint("one", "GET", "/one");
        one.replies = {{200,
                        "",
                        {},
                        R"({"anyOf":[{"$ref":"#/$defs/a~1b"},{"$ref":"#/$defs/c~0d"},{"$ref":"#/$defs/5%25"},{"$ref":"#/$defs/e%20f/not"},
                                  {"$ref":"#%2F$defs%2fe%20f%2Fnot"},{"$ref":"#/%24defs/5%25"}],
                                         "$defs":{"a/b":{},"c~d":{},"5%":{},"e f":{"not":{}}}})"}};
        equal(R"({"anyOf":[{"$ref":"#/components/schemas/a_b"},{"$ref":"#/components/schemas/c_d"},{"$ref":"#/components/schemas/5_"},)"
              R"({"$ref":"#/components/schemas/e_f/not"},{"$ref":"#/components/schemas/e_f/not"},{"$ref":"#/components/schemas/5_"}]})",
              Made({one}).at("/components/schemas/OneReply"));
    }

    /// Programs that make clients follow references to named schemas alone.
    void whatAPartDefinesIsNamedAfterTheWhole()
    {
        auto one = endpoint("one", "GET", "/one"), other = endpoint("other", "GET", "/other");
        one.replies = {{200,
                        "",
                        {},
                        R"({"properties":{"p":{"$ref":"#/properties/p/$defs/N","$defs":{"N":{"items":{"$ref":"#/properties/p/$defs/N"}}}},
                                          "q":{"anyOf":[{"definitions":{"N":{"not":{}},"a b":{"$ref":"#/properties/q/anyOf/0/definitions/N/not"}}},
                                                        {"$ref":"#/properties/q/anyOf/0/definitions/a%20b"},{"$ref":"#/properties/p"}]},
                                          "r":{"$defs":{"O":{"$defs":{"I":{"const":1}},"$ref":"#/properties/r/$defs/O/$defs/I"}}}}})"}};
        other.replies = {{200, "", {}, R"({"$ref":"#/$defs/N","$defs":{"N":{"type":"null"}}})"}};
        const Made made({one, other});
        equal(R"({"properties":{"p":{"$ref":"#/components/schemas/OneReplyN"},)"
              R"("q":{"anyOf":[{},{"$ref":"#/components/schemas/OneReplya_b"},{"$ref":"#/components/schemas/OneReply/properties/p"}]},)"
              R"("r":{}}})",
              made.at("/components/schemas/OneReply"));
        equal(R"({"items":{"$ref":"#/components/schemas/OneReplyN"}})", made.at("/components/schemas/OneReplyN"));
        equal(R"({"not":{}})", made.at("/components/schemas/OneReplyN2"));
        equal(R"({"$ref":"#/components/schemas/OneReplyN2/not"})", made.at("/components/schemas/OneReplya_b"));
        equal(R"({"$ref":"#/components/schemas/OneReplyI"})", made.at("/components/schemas/OneReplyO"));
        equal(R"({"const":1})", made.at("/components/schemas/OneReplyI"));
        equal(R"({"type":"null"})", made.at("/components/schemas/N"));
    }

    void whoWantsTheSameNameGetsTheNextNumber()
    {
        std::vector<Endpoint> endpoints;
        for (int i = 1; i < 5; ++i)
        {
            auto& made = endpoints.emplace_back(endpoint(("e" + std::to_string(i)).c_str(), "GET", ("/e" + std::to_string(i)).c_str()));
            made.replies = {{200, "", {}, R"({"$ref":"#/$defs/B","$defs":{"B":{"const":)" + std::to_string(i % 3) + "}}}"}};
        }
        auto& numbered = endpoints.emplace_back(endpoint("n", "GET", "/n"));
        numbered.replies = {{200, "", {}, R"({"$ref":"#/$defs/B2","$defs":{"B2":{"const":9}}})"}};
        const Made made(endpoints);
        const std::pair<const char*, const char*> rows[] = {{"E1", "B"}, {"E2", "B2"}, {"E3", "B3"}, {"E4", "B"}, {"N", "B22"}};
        for (const auto& [reply, name] : rows)
            CPPUNIT_ASSERT_EQUAL(R"({"$ref":"#/components/schemas/)" + std::string(name) + "\"}",
                                 made.at(("/components/schemas/" + std::string(reply) + "Reply").c_str()));
    }

    void credentialsAreDescribedAsTheyAreConfigured()
    {
        Api api;
        api.credentialHeaders = {"authorization", "cookie", "x-api-key", "x*y"};
        const Made made({endpoint("a", "GET", "/a")}, api);
        equal(R"([{"bearer":[]},{"cookie":[]},{"x-api-key":[]},{"x_y":[]}])", made.at("/security"));
        equal(R"("bearer")", made.at("/components/securitySchemes/bearer/scheme"));
        equal(R"("cookie")", made.at("/components/securitySchemes/cookie/in"));
        equal(R"("x*y")", made.at("/components/securitySchemes/x_y/name"));
    }

    void whereNoneAreRequiredNoneAreDescribed()
    {
        Api api;
        api.authRequired = false;
        auto open = endpoint("open", "GET", "/open");
        open.open = true;
        const Made made({open, endpoint("a", "GET", "/a")}, api);
        equal("", made.at("/security"));
        equal("", made.at("/components/securitySchemes"));
        equal("", made.at("/paths/~1open/get/security"));
        equal("", made.at("/paths/~1a/get/responses/401"));
    }

    void anythingMayStandInTitleAndDescription()
    {
        Api api;
        api.title = "</script>\"\\\n\x01";
        api.description = "ü";
        equal(R"({"title":"</script>\"\\\n\u0001","description":"ü","version":"1.0.0"})", Made({}, api).at("/info"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DocumentTest);
