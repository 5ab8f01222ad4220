#include "base/failure.h"
#include "callers_exchange.h"
#include "pages/pages.h"
#include "pipeline/typed_document.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <thread>

using namespace flyte_webhook::host;
using flyte_webhook::ErrorKind;
using flyte_webhook::test::CallersExchange;
using flyte_webhook::test::reply;

namespace
{

Endpoint onApp(const char* id, const char* path, fw_role role)
{
    Endpoint made;
    made.id = id;
    made.method = "GET";
    made.path = path;
    made.role = role;
    auto& parameter = made.parameters.emplace_back();
    parameter.name = "name";
    parameter.place = FW_PATH;
    parameter.required = true;
    made.guard = Guard{FW_RESOURCE_APP, {0}, {}};
    return made;
}

} // namespace

/// What making the document for a caller costs at most.
class TypedDocumentTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TypedDocumentTest);
    CPPUNIT_TEST(whatTwoOperationsNeedIsAskedOnce);
    CPPUNIT_TEST(whatCannotBeReadIsNamed);
    CPPUNIT_TEST(whoGetsNoTurnInTimeIsTold);
    CPPUNIT_TEST(whoGoesWaitsForNoTurn);
    CPPUNIT_TEST(itIsMadeInTheTimeOfTheRequest);
    CPPUNIT_TEST(theTurnIsOverWithTheDocument);
    CPPUNIT_TEST_SUITE_END();

    using Serve = TypesReader::Serve;

    const Endpoint _order = onApp("order", "/shop/{name}/order", FW_ROLE_TYPED),
                   _return = onApp("return", "/shop/{name}/return", FW_ROLE_TYPED);
    const Endpoint _types = onApp("types_of", "/shop/{name}/types", FW_ROLE_TYPES);
    const CredentialExtractor _credentials{{"authorization"}};
    TypedApi _typed;

    std::string document(const Serve& serve, Places& places, std::chrono::milliseconds timeout = std::chrono::minutes(1))
    {
        CallersExchange exchange;
        return document(serve, places, exchange, timeout);
    }

    std::string document(const Serve& serve, Places& places, CallersExchange& exchange, std::chrono::milliseconds timeout)
    {
        TypesReader reader(serve, timeout, _credentials, {});
        RequestContext context(exchange, timeout);
        const HostPage page{{}, {}, {}, std::make_unique<Endpoint>(), false};
        context.page = &page;
        context.route.endpoint = page.forCaller.get();
        return TypedDocumentStep(_typed, reader, places).run(context).value().body;
    }

    ErrorKind failureOf(const Serve& serve, Places& places, std::chrono::milliseconds timeout)
    {
        try
        {
            document(serve, places, timeout);
        }
        catch (const Failure& failure)
        {
            return failure.kind();
        }
        throw std::logic_error("nothing failed");
    }

    static void tell(RequestContext& context) { context.answer(reply(200, R"({"inputs":{"type":"object"}})")); }

public:
    void setUp() override
    {
        _typed.api.groups = {{"shops", {}, {&_order, &_return}, {&_types}, {}, {}}};
        _typed.endpoints = typedEndpoints(_typed.api, {{FW_RESOURCE_APP, {"open"}}});
    }

    void whatTwoOperationsNeedIsAskedOnce()
    {
        std::atomic<int> asked{0};
        Places places(1, 1);
        const auto made = document(
            [&](RequestContext& context)
            {
                ++asked;
                CPPUNIT_ASSERT_EQUAL(std::string("/shop/open/types"), std::string(context.request().path));
                tell(context);
            },
            places);
        CPPUNIT_ASSERT_EQUAL(1, asked.load());
        for (const char* path : {R"("/shop/open/order":)", R"("/shop/open/return":)"}) CPPUNIT_ASSERT(made.find(path) != made.npos);
    }

    void whatCannotBeReadIsNamed()
    {
        _typed.endpoints =
            typedEndpoints(_typed.api, {{FW_RESOURCE_APP, {"odd"}}, {FW_RESOURCE_APP, {"open"}}, {FW_RESOURCE_APP, {"broken"}}});
        Places places(1, 1);
        const auto made = document(
            [](RequestContext& context)
            {
                if (context.request().path == "/shop/open/types") return tell(context);
                context.fail(ErrorKind::BadGateway, "it cannot be read");
            },
            places);
        CPPUNIT_ASSERT(made.find(R"("/shop/open/order":)") != made.npos);
        CPPUNIT_ASSERT(made.find("/shop/odd/") == made.npos && made.find("/shop/broken/") == made.npos);
        const std::string said =
            R"("tags":[{"name":"shops","description":"Not shown by themselves, because what the control plane tells of )"
            R"(their types cannot be read: `broken`, `odd`"}])";
        CPPUNIT_ASSERT_MESSAGE(made, made.find(said) != made.npos);
    }

    void whoGetsNoTurnInTimeIsTold()
    {
        Places none(0, 1);
        const auto kind = failureOf([](RequestContext&) { CPPUNIT_FAIL("it is not its turn"); }, none, std::chrono::milliseconds(1));
        CPPUNIT_ASSERT(ErrorKind::Overloaded == kind);
    }

    void whoGoesWaitsForNoTurn()
    {
        Places none(0, 1);
        CallersExchange exchange;
        exchange.goAtOnce();
        CPPUNIT_ASSERT_THROW(document(tell, none, exchange, std::chrono::minutes(5)), Failure);
    }

    void itIsMadeInTheTimeOfTheRequest()
    {
        Places places(1, 1);
        const auto late = [](RequestContext& context)
        {
            while (RequestContext::Clock::now() < context.deadline()) std::this_thread::yield();
            tell(context);
        };
        CPPUNIT_ASSERT(ErrorKind::GatewayTimeout == failureOf(late, places, std::chrono::milliseconds(1)));
    }

    void theTurnIsOverWithTheDocument()
    {
        Places places(1, 1);
        for (int i = 0; i < 2; ++i)
            failureOf([](RequestContext& context) { context.fail(503, "unavailable", "no"); }, places, std::chrono::minutes(1));
        document(tell, places);
        Cancellation cancellation;
        CPPUNIT_ASSERT(Places::Place(places, RequestContext::Clock::now(), cancellation));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TypedDocumentTest);
