#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <regex>
#include <set>
#include <sstream>

using namespace flyte_webhook::test;

namespace
{

/// One line of the endpoint table, as the server itself tells it.
struct Listed
{
    std::string group, id, method, path;

    /// What the path names, by its first segment; empty: nothing that operators restrict.
    std::string resource() const
    {
        const auto first = path.substr(1, path.find('/', 1) - 1);
        if (first == "task" || first == "run-task") return "Task";
        if (first == "app") return "App";
        if (first == "trigger") return "Trigger";
        return {};
    }

    /// The path with `value` for the last {name} and other texts for those before it.
    std::string target(const std::string& value = "a-name") const
    {
        auto text = std::regex_replace(path, std::regex(R"(\{(\w+)\})"), "the-$1");
        const auto last = text.rfind("the-");
        if (last == std::string::npos) return text;
        const auto end = std::min(text.find('/', last), text.size());
        return text.replace(last, end - last, value);
    }

    /// What the guard calls the resource that target(value) names.
    std::string named(const std::string& value) const
    {
        if (resource() == "Task") return "Task the-domain/the-project/" + value;
        if (resource() == "Trigger") return "Trigger the-task_name/" + value;
        return "App " + value;
    }
};

/// The endpoints of every plugin that is built, from the server's own list, so that none can be forgotten here.
const std::vector<Listed>& allEndpoints()
{
    static const std::vector<Listed> all = []
    {
        const auto listing = runProgram(builtProgram("flyte-webhook"),
                                        {"--list-plugins", "--config", "/dev/null", "--set", "plugins.directories=" + builtPlugins()});
        std::vector<Listed> endpoints;
        std::string group;
        std::istringstream lines(listing.output);
        for (std::string line; std::getline(lines, line);)
        {
            std::smatch match;
            if (std::regex_match(line, match, std::regex(R"(  (\S+) \S+ \(interface .*)"))) group = match[1];
            if (std::regex_match(line, match, std::regex(R"(  (\w+) +([A-Z]+) +(/\S*))")))
                endpoints.push_back({group, match[1], match[2], match[3]});
        }
        return endpoints;
    }();
    return all;
}

} // namespace

/// What must hold for each endpoint, whichever it is.
class EndpointsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(EndpointsTest);
    CPPUNIT_TEST(allAreListed);
    CPPUNIT_TEST(onlyHealthNeedsNoCredentials);
    CPPUNIT_TEST(aSlashTooManyIsRedirectedBehindEachPath);
    CPPUNIT_TEST(whatTheAllowListsDoNotHoldIsRefusedBeforeAnyCall);
    CPPUNIT_TEST(theWebhookItselfIsRefusedBeforeTheAllowList);
    CPPUNIT_TEST(aGroupAloneHasItsEndpointsAndNoOther);
    CPPUNIT_TEST(anEndpointAloneIsTheOnlyOne);
    CPPUNIT_TEST_SUITE_END();

    Plane _plane{[](const ReceivedCall&) { return Answer{{}, 12, "not here"}; }};

    std::map<std::string, std::string> keys() const { return {{"control_plane.endpoint", _plane.address()}}; }

    static WebAnswer ask(const Webhook& webhook, const Listed& endpoint, const std::string& target,
                         const std::vector<std::string>& headers = {"Authorization: Bearer a"})
    {
        return fetch(webhook.port(), endpoint.method, target, headers);
    }

    static bool exists(const Webhook& webhook, const Listed& endpoint)
    {
        return ask(webhook, endpoint, endpoint.target()).body != R"({"detail":"Not Found"})";
    }

    void allAreListed()
    {
        std::set<std::string> ids;
        for (const auto& endpoint : allEndpoints()) ids.insert(endpoint.id);
        CPPUNIT_ASSERT_EQUAL(std::size_t{19}, ids.size());
        CPPUNIT_ASSERT_EQUAL(ids.size(), allEndpoints().size());
    }

    void onlyHealthNeedsNoCredentials()
    {
        Webhook webhook(keys());
        for (const auto& endpoint : allEndpoints())
            CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint.id, endpoint.id == "health" ? 200 : 401,
                                         ask(webhook, endpoint, endpoint.target(), {}).status);
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void aSlashTooManyIsRedirectedBehindEachPath()
    {
        Webhook webhook(keys());
        for (const auto& endpoint : allEndpoints())
            for (const char* query : {"", "?a=b%20c"})
            {
                const auto answer = ask(webhook, endpoint, endpoint.target() + "/" + query);
                CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint.id, 307, answer.status);
                CPPUNIT_ASSERT_EQUAL(endpoint.target() + query, answer.headers.at("location"));
            }
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void whatTheAllowListsDoNotHoldIsRefusedBeforeAnyCall()
    {
        auto settings = keys();
        for (const char* list : {"tasks", "apps", "triggers"}) settings[std::string("allowlist.") + list] = "";
        Webhook webhook(settings);
        for (const auto& endpoint : allEndpoints())
        {
            if (endpoint.resource().empty()) continue;
            const auto answer = ask(webhook, endpoint, endpoint.target("Some%2Dname"));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint.id, 403, answer.status);
            CPPUNIT_ASSERT_EQUAL(R"({"detail":")" + endpoint.named("Some-name") + R"( is not in the allowlist"})", answer.body);
        }
        CPPUNIT_ASSERT(_plane.calls().empty());
        for (const auto& endpoint : allEndpoints())
            if (endpoint.resource().empty()) CPPUNIT_ASSERT_MESSAGE(endpoint.id, ask(webhook, endpoint, endpoint.target()).status != 403);
    }

    void theWebhookItselfIsRefusedBeforeTheAllowList()
    {
        auto settings = keys();
        settings["webhook.name"] = "own-hook";
        settings["allowlist.apps"] = "";
        Webhook webhook(settings);
        int guarded = 0;
        for (const auto& endpoint : allEndpoints())
        {
            if (endpoint.resource() != "App") continue;
            ++guarded;
            const auto answer = ask(webhook, endpoint, endpoint.target("own-hook"));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint.id, 400, answer.status);
            CPPUNIT_ASSERT(std::regex_match(answer.body, std::regex(R"(\{"detail":"Cannot .* self"\})")));
        }
        CPPUNIT_ASSERT(guarded > 0);
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void aGroupAloneHasItsEndpointsAndNoOther()
    {
        std::set<std::string> groups;
        for (const auto& endpoint : allEndpoints()) groups.insert(endpoint.group);
        for (const auto& group : groups)
        {
            auto settings = keys();
            settings["webhook.endpoint_groups"] = group;
            Webhook webhook(settings);
            for (const auto& endpoint : allEndpoints())
                CPPUNIT_ASSERT_EQUAL_MESSAGE(group + ", " + endpoint.id, endpoint.group == group, exists(webhook, endpoint));
        }
    }

    void anEndpointAloneIsTheOnlyOne()
    {
        for (const auto& only : allEndpoints())
        {
            auto settings = keys();
            settings["webhook.endpoints"] = only.id;
            Webhook webhook(settings);
            for (const auto& endpoint : allEndpoints())
                CPPUNIT_ASSERT_EQUAL_MESSAGE(only.id + ", " + endpoint.id, endpoint.id == only.id, exists(webhook, endpoint));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointsTest);
