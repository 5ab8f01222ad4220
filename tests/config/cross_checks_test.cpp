#include "config/endpoint_defaults.h"
#include "reading.h"
#include <cppunit/extensions/HelperMacros.h>
#include <stdexcept>

using namespace flyte_webhook::host;
using flyte_webhook::test::Reading;

namespace
{

Settings withEndpoint(const std::string& endpoint, const std::string& more = {})
{
    return Reading().file("[control_plane]\nendpoint = " + endpoint + "\n" + more).settings();
}

class CrossChecksTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CrossChecksTest);
    CPPUNIT_TEST(BothFiltersAtOnceAreRefused);
    CPPUNIT_TEST(EitherFilterAloneIsFine);
    CPPUNIT_TEST(TheEndpointIsRequired);
    CPPUNIT_TEST(TheEmbeddedControlPlaneNeedsNoEndpoint);
    CPPUNIT_TEST(InFrontOfTheEmbeddedControlPlaneTheServerIsSeenFromThisMachineAlone);
    CPPUNIT_TEST(HttpMeansPlainText);
    CPPUNIT_TEST(AContradictionOfSchemeAndInsecureIsRefused);
    CPPUNIT_TEST(TheConsoleIsDerivedFromTheEndpoint);
    CPPUNIT_TEST(AWrittenConsoleStays);
    CPPUNIT_TEST(TheOrganisationIsDerivedFromTheEndpoint);
    CPPUNIT_TEST(AWrittenOrganisationStaysEvenWhenEmpty);
    CPPUNIT_TEST(TheTitleNamesTheWebhook);
    CPPUNIT_TEST(TheTwoListenersNeedTwoPorts);
    CPPUNIT_TEST(AWildcardCoversAddressesOfItsFamily);
    CPPUNIT_TEST(NoCredentialHeadersAreRefusedWhereCredentialsAreRequired);
    CPPUNIT_TEST(DerivingRefusesWhatIsNoEndpoint);
    CPPUNIT_TEST_SUITE_END();

    void BothFiltersAtOnceAreRefused()
    {
        const auto error = Reading().set("webhook.endpoints=health").environment("FLYTE_WEBHOOK_WEBHOOK_ENDPOINT_GROUPS", "all").error();
        CPPUNIT_ASSERT_EQUAL(std::string("--set: webhook.endpoints: webhook.endpoint_groups is set as well (environment variable "
                                         "FLYTE_WEBHOOK_WEBHOOK_ENDPOINT_GROUPS); keep one of the two, or neither to enable everything"),
                             error);
    }

    void EitherFilterAloneIsFine()
    {
        const auto groups = Reading().set("webhook.endpoint_groups=core, run").settings().webhook;
        CPPUNIT_ASSERT(groups.endpointGroups == (std::vector<std::string>{"core", "run"}) && !groups.endpoints);
        CPPUNIT_ASSERT_EQUAL(std::string("--set"), groups.groupsWhere);
        const auto endpoints = Reading().set("webhook.endpoints=health").settings().webhook;
        CPPUNIT_ASSERT(!endpoints.endpointGroups && endpoints.endpoints == std::vector<std::string>{"health"});
    }

    void TheEndpointIsRequired()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("main.ini: control_plane.endpoint: it is missing; write where the control plane is: dns:///host, "
                                         "https://host or host:port"),
                             Reading().file("").error());
    }

    void TheEmbeddedControlPlaneNeedsNoEndpoint()
    {
        const auto settings = Reading().file("").embedded().settings();
        CPPUNIT_ASSERT_EQUAL(std::string(), settings.controlPlane.endpoint + settings.controlPlane.consoleUrl + settings.webhook.org);
        CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1:18200"), consoleUrlOf("127.0.0.1:18200", true));
        Reading().file("").embedded().set("control_plane.endpoint=:").error();
    }

    void InFrontOfTheEmbeddedControlPlaneTheServerIsSeenFromThisMachineAlone()
    {
        const auto settings = Reading().file("[webhook]\nname = n\n").embedded().settings();
        CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), settings.listener.address);
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{0}, settings.admin.port);
        const auto told = Reading().file("[listener]\naddress = 0.0.0.0\n[admin]\nport = 9464\n").embedded().settings();
        CPPUNIT_ASSERT_EQUAL(std::string("0.0.0.0"), told.listener.address);
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{9464}, told.admin.port);
        CPPUNIT_ASSERT_EQUAL(std::string("0.0.0.0"), Reading().settings().listener.address);
    }

    void HttpMeansPlainText()
    {
        CPPUNIT_ASSERT(withEndpoint("http://h:80").controlPlane.insecure);
        CPPUNIT_ASSERT(withEndpoint("HTTP://h").controlPlane.insecure);
        CPPUNIT_ASSERT(withEndpoint("http://h", "insecure = true").controlPlane.insecure);
        CPPUNIT_ASSERT(withEndpoint("h:80", "insecure = yes").controlPlane.insecure);
        CPPUNIT_ASSERT(withEndpoint("dns:///h", "insecure = on").controlPlane.insecure);
        for (const char* endpoint : {"https://h", "dns:///h", "h", "h:80"})
            CPPUNIT_ASSERT_MESSAGE(endpoint, !withEndpoint(endpoint).controlPlane.insecure);
    }

    void AContradictionOfSchemeAndInsecureIsRefused()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("--set: control_plane.insecure: 'false' contradicts the endpoint 'http://h'; leave it out, or change the "
                        "scheme there"),
            Reading().set("control_plane.endpoint=http://h").set("control_plane.insecure=false").error());
        Reading().set("control_plane.endpoint=https://h").set("control_plane.insecure=true").error();
    }

    void TheConsoleIsDerivedFromTheEndpoint()
    {
        const std::tuple<const char*, const char*, const char*> cases[] = {
            {"dns:///flyte.example.com", "", "https://flyte.example.com"},
            {"dns:///flyte.example.com:443", "", "https://flyte.example.com"},
            {"https://Flyte.Example.com/", "", "https://flyte.example.com"},
            {"https://h:8443", "", "https://h:8443"},
            {"http://h:80", "", "http://h"},
            {"http://h:8090", "", "http://h:8090"},
            {"127.0.0.1:18200", "insecure = true", "http://127.0.0.1:18200"},
            {"localhost:8090", "insecure = true", "http://localhost:8080"},
            {"dns:///localhost:8090", "insecure = true", "http://localhost:8080"},
            {"localhost:8090", "", "https://localhost:8080"},
            {"127.0.0.1:8090", "insecure = true", "http://127.0.0.1:8090"},
            {"localhost:8091", "insecure = true", "http://localhost:8091"},
            {"[::1]:8090", "insecure = true", "http://[::1]:8090"},
        };
        for (const auto& [endpoint, more, console] : cases)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint, std::string(console), withEndpoint(endpoint, more).controlPlane.consoleUrl);
    }

    void AWrittenConsoleStays()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("https://c:1/x"), withEndpoint("h", "console_url = https://c:1/x/").controlPlane.consoleUrl);
        CPPUNIT_ASSERT_EQUAL(std::string("https://h"), withEndpoint("h", "console_url =").controlPlane.consoleUrl);
    }

    void TheOrganisationIsDerivedFromTheEndpoint()
    {
        const std::pair<const char*, const char*> cases[] = {{"dns:///acme.hosted.example.com", "acme"},
                                                             {"https://Acme.Example.com:8443", "acme"},
                                                             {"acme.example.com", "acme"},
                                                             {"example.com", ""},
                                                             {"localhost:8090", ""},
                                                             {"h", ""},
                                                             {"10.0.0.1:8090", ""},
                                                             {"http://127.0.0.1", ""},
                                                             {"[2001:db8::1]:443", ""},
                                                             {"example.com.", ""}};
        for (const auto& [endpoint, org] : cases)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint, std::string(org), withEndpoint(endpoint).webhook.org);
    }

    void AWrittenOrganisationStaysEvenWhenEmpty()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("other"), withEndpoint("acme.example.com", "[webhook]\norg = other").webhook.org);
        CPPUNIT_ASSERT_EQUAL(std::string(), withEndpoint("acme.example.com", "[webhook]\norg =").webhook.org);
    }

    void TheTitleNamesTheWebhook()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Flyte Webhook: mine"), Reading().set("webhook.name=mine").settings().webhook.title);
        CPPUNIT_ASSERT_EQUAL(std::string("Hooks"), Reading().set("webhook.title=Hooks").settings().webhook.title);
    }

    void TheTwoListenersNeedTwoPorts()
    {
        const auto error = Reading().set("admin.address=0.0.0.0").set("admin.port=8080").error();
        CPPUNIT_ASSERT_MESSAGE(error, error.find("--set: admin.port: '8080' is the public listener's port as well; ") == 0);
        const auto byDefault = Reading().set("admin.address=0.0.0.0").set("listener.port=9464").error();
        CPPUNIT_ASSERT_MESSAGE(byDefault, byDefault.find("--set: listener.port: '9464' is the port that the admin listener has ") == 0);
        Reading().set("admin.address=0.0.0.0").set("admin.port=0").set("listener.port=0").settings();
    }

    void AWildcardCoversAddressesOfItsFamily()
    {
        const auto errors = [](const std::string& listener, const std::string& admin)
        { return Reading().set("listener.address=" + listener).set("admin.address=" + admin).set("admin.port=8080").errors().size(); };
        const std::pair<const char*, const char*> clashing[] = {
            {"0.0.0.0", "127.0.0.1"}, {"127.0.0.1", "0.0.0.0"},   {"0.0.0.0", "::"}, {"::", "127.0.0.1"}, {"::", "::1"}, {"::1", "::"},
            {"0::0", "10.0.0.1"},     {"localhost", "127.0.0.1"}, {"::1", "0::1"}};
        for (const auto& [one, other] : clashing) CPPUNIT_ASSERT_EQUAL_MESSAGE(one, std::size_t{1}, errors(one, other));
        const std::pair<const char*, const char*> apart[] = {{"10.0.0.1", "127.0.0.1"}, {"0.0.0.0", "::1"}, {"localhost", "::1"}};
        for (const auto& [one, other] : apart) CPPUNIT_ASSERT_EQUAL_MESSAGE(one, std::size_t{0}, errors(one, other));
    }

    void NoCredentialHeadersAreRefusedWhereCredentialsAreRequired()
    {
        CPPUNIT_ASSERT(Reading().set("auth.headers=").error().find("--set: auth.headers: it names no header") == 0);
        CPPUNIT_ASSERT(Reading().set("auth.headers=").set("auth.required=false").settings().auth.headers.empty());
    }

    void DerivingRefusesWhatIsNoEndpoint()
    {
        CPPUNIT_ASSERT_THROW(consoleUrlOf("a b", false), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(organisationOf(""), std::invalid_argument);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CrossChecksTest);

} // namespace
