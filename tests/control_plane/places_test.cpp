#include "control_plane/call_mistake.h"
#include "control_plane/places.h"
#include "control_plane/wires.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// Where calls go that name an endpoint.
class PlacesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PlacesTest);
    CPPUNIT_TEST(itsOwnPlaceInAnotherSpellingIsTheSamePlace);
    CPPUNIT_TEST(otherPlacesAreKept);
    CPPUNIT_TEST(thePlaceUnusedForLongestGoesFirst);
    CPPUNIT_TEST(allPlacesAreTended);
    CPPUNIT_TEST(credentialsDoNotGoIntoPlainTextFromATlsControlPlane);
    CPPUNIT_TEST_SUITE_END();

    /// A place that nothing is sent to.
    struct Nowhere final : host::Place
    {
        host::CallStatus send(const host::WireCall&, std::string&) override { return {}; }
        std::unique_ptr<host::ControlPlaneStream> open(const host::WireCall&) override { return nullptr; }
        bool connected() override { return false; }
        void tend() noexcept override { ++turns; }

        int turns = 0;
    };
    static std::shared_ptr<host::Place> make(const host::ControlPlaneEndpoint&) { return std::make_shared<Nowhere>(); }

    void itsOwnPlaceInAnotherSpellingIsTheSamePlace()
    {
        host::Places places(host::ControlPlaneEndpoint("http://localhost:8090"), make);
        for (const auto* name : {"", "http://localhost:8090", "localhost:8090", "dns:///LOCALHOST:8090", "https://localhost:8090/",
                                 "http://127.0.0.1:8090", "localhost"})
            CPPUNIT_ASSERT_MESSAGE(name, places.at(name) == places.own());
    }

    void otherPlacesAreKept()
    {
        host::Places places(host::ControlPlaneEndpoint("http://localhost:8090"), make);
        const auto data = places.at("http://data.example.com:8090");
        CPPUNIT_ASSERT(data != places.own());
        CPPUNIT_ASSERT(data == places.at("data.example.com:8090"));
        CPPUNIT_ASSERT(data != places.at("https://data.example.com:8090"));
        CPPUNIT_ASSERT(data != places.at("http://localhost:8091"));
    }

    void thePlaceUnusedForLongestGoesFirst()
    {
        host::Places places(host::ControlPlaneEndpoint("https://acme.example.com"), make, 2);
        const std::weak_ptr<host::Place> a = places.at("a.example.com"), b = places.at("b.example.com");
        places.at("a.example.com");
        const auto c = places.at("c.example.com");
        CPPUNIT_ASSERT(b.expired());
        CPPUNIT_ASSERT(!a.expired());
        CPPUNIT_ASSERT(c == places.at("c.example.com"));
    }

    void allPlacesAreTended()
    {
        host::Places places(host::ControlPlaneEndpoint("http://localhost:8090"), make);
        const auto other = places.at("http://data.example.com");
        places.tend();
        for (const auto& place : {places.own(), other}) CPPUNIT_ASSERT_EQUAL(1, static_cast<const Nowhere&>(*place).turns);
    }

    void credentialsDoNotGoIntoPlainTextFromATlsControlPlane()
    {
        host::Places places(host::ControlPlaneEndpoint("https://acme.example.com"), make);
        CPPUNIT_ASSERT_THROW(places.at("http://data.example.com"), host::CallMistake);
        CPPUNIT_ASSERT(places.at("data.example.com") != places.own());
        CPPUNIT_ASSERT(places.at("http://acme.example.com") == places.own());
        CPPUNIT_ASSERT_THROW(places.at("no endpoint"), host::CallMistake);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PlacesTest);

/// Calls that name an endpoint.
class RoutingTest : public WireTest
{
    CPPUNIT_TEST_SUITE(RoutingTest);
    CPPUNIT_TEST(callsGoWhereTheyAreSent);
    CPPUNIT_TEST_SUITE_END();

    void callsGoWhereTheyAreSent()
    {
        const auto own = serve([](const ReceivedCall&) { return Answer{{"own"}}; });
        const auto other = serve([](const ReceivedCall& call) { return Answer{{call.metadata.find("authorization")->second}}; });
        const auto controlPlane = controlPlaneAt(own->port());
        Caller caller{{{"authorization", "Bearer t0ken"}}};
        const auto ask = [&](const std::string& endpoint) { return caller.call(*controlPlane, {"a.B/C", "", endpoint}); };
        CPPUNIT_ASSERT_EQUAL(std::string("own"), ask("").message);
        CPPUNIT_ASSERT_EQUAL(std::string("own"), ask("http://localhost:" + std::to_string(own->port())).message);
        CPPUNIT_ASSERT_EQUAL(std::string("own"), ask("localhost").message);
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer t0ken"), ask("http://127.0.0.1:" + std::to_string(other->port())).message);
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer t0ken"), ask("127.0.0.1:" + std::to_string(other->port())).message);
        const auto garbage = ask("not an endpoint");
        CPPUNIT_ASSERT_EQUAL(code::internal, garbage.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane named an endpoint that cannot be used"), garbage.message);
        CPPUNIT_ASSERT(garbage.cause.find("not an endpoint") != std::string::npos);
    }
};
FW_OVER_EACH_WIRE(RoutingTest);
