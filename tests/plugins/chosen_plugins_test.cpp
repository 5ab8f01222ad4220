#include "plugins_in_folder.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

/// Which plugins are opened, with which settings, and which go on behind a reload.
class ChosenPluginsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ChosenPluginsTest);
    CPPUNIT_TEST(onlyTheGroupsThatAreEnabledAreOpened);
    CPPUNIT_TEST(onlyThePluginsThatOwnAnEnabledEndpointAreOpened);
    CPPUNIT_TEST(anUnknownGroupBesideAllIsTold);
    CPPUNIT_TEST(ofBothFiltersAtOnceAllThatIsWrongIsTold);
    CPPUNIT_TEST(anUnknownGroupIsToldWithTheKnownOnes);
    CPPUNIT_TEST(anUnknownEndpointIsToldWithTheKnownOnes);
    CPPUNIT_TEST(settingsAreCheckedAgainstTheDeclaration);
    CPPUNIT_TEST(aSectionOfNoInstalledPluginIsRefused);
    CPPUNIT_TEST(whatDoesNotDifferGoesOnInTheNextSet);
    CPPUNIT_TEST(aPluginThatDoesNotTakeItsNewSettingsKeepsTheOld);
    CPPUNIT_TEST(aLibraryThatChangedIsNotOpenedAgain);
    CPPUNIT_TEST_SUITE_END();

    void onlyTheGroupsThatAreEnabledAreOpened()
    {
        PluginsInFolder folder;
        folder.with("probe").with("major-new").settings.webhook.endpointGroups = {"probe"};
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, folder.load()->size());
        CPPUNIT_ASSERT(folder.errors.empty());
    }

    void onlyThePluginsThatOwnAnEnabledEndpointAreOpened()
    {
        PluginsInFolder folder;
        folder.with("probe").with("good").with("crashes").settings.webhook.endpoints = {"show", "fetch"};
        const auto set = folder.load();
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, set->size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, set->routes().size());
        Captures captures;
        CPPUNIT_ASSERT(!set->router().match("/follow", captures));
    }

    void anUnknownGroupIsToldWithTheKnownOnes()
    {
        PluginsInFolder folder;
        folder.with("probe").settings.webhook.endpointGroups = {"prob"};
        folder.settings.webhook.groupsWhere = "x.ini:3";
        const auto refusal = folder.refusal();
        assertHas("x.ini:3: webhook.endpoint_groups", refusal);
        assertHas("'prob'", refusal);
        assertHas("all, probe", refusal);
    }

    void anUnknownGroupBesideAllIsTold()
    {
        PluginsInFolder folder;
        folder.with("probe").settings.webhook.endpointGroups = {"all", "prob"};
        assertHas("'prob'", folder.refusal());
        folder.settings.webhook.endpointGroups = {"all", "probe"};
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal());
    }

    void ofBothFiltersAtOnceAllThatIsWrongIsTold()
    {
        PluginsInFolder folder;
        auto& webhook = folder.with("good").settings.webhook;
        webhook.endpointGroups = {"prob"};
        webhook.groupsWhere = "x.ini:3";
        webhook.endpoints = {"loud"};
        webhook.endpointsWhere = "y.ini:5";
        const auto refusal = folder.refusal();
        assertHas("x.ini:3: webhook.endpoint_groups: there is no group 'prob'", refusal);
        assertHas("y.ini:5: webhook.endpoints: there is no endpoint 'loud'", refusal);
    }

    void anUnknownEndpointIsToldWithTheKnownOnes()
    {
        PluginsInFolder folder;
        folder.with("good").settings.webhook.endpoints = {"silent", "loud"};
        const auto refusal = folder.refusal();
        assertHas("'loud'", refusal);
        assertHas("known are: silent", refusal);
    }

    void settingsAreCheckedAgainstTheDeclaration()
    {
        PluginsInFolder folder;
        folder.with("probe").settings.plugin["probe"] = {{"greeting", {std::string(21, 'x'), "x.ini:1"}}, {"greting", {"a", "x.ini:2"}}};
        const auto refusal = folder.refusal();
        assertHas("x.ini:1", refusal);
        assertHas("x.ini:2", refusal);
        assertHas("greeting", refusal);
    }

    void aSectionOfNoInstalledPluginIsRefused()
    {
        PluginsInFolder folder;
        folder.with("good").with("probe").settings.webhook.endpointGroups = {"good"};
        folder.settings.plugin["probe"] = {{"greeting", {"Hi", "x.ini:1"}}};
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal()); // installed, but not enabled
        folder.settings.plugin["prob"] = {{"greeting", {"Hi", "x.ini:2"}}};
        assertHas("x.ini:2", folder.refusal());
    }

    /// The settings of [plugin.probe].
    static void greet(PluginsInFolder& folder, const std::string& greeting)
    {
        folder.settings.plugin["probe"] = {{"greeting", {greeting, "x.ini:1"}}};
    }

    void whatDoesNotDifferGoesOnInTheNextSet()
    {
        PluginsInFolder folder;
        folder.with("good").with("probe");
        folder.previous = folder.load();
        greet(folder, "Hi");
        const auto next = folder.load();
        CPPUNIT_ASSERT(next->find("good") == folder.previous->find("good"));
        CPPUNIT_ASSERT(next->find("probe") != folder.previous->find("probe"));
        CPPUNIT_ASSERT(&next->find("probe")->library() == &folder.previous->find("probe")->library());
        CPPUNIT_ASSERT(!next->find("other"));
    }

    void aPluginThatDoesNotTakeItsNewSettingsKeepsTheOld()
    {
        PluginsInFolder folder;
        greet(folder.with("probe"), "Hi");
        folder.previous = folder.load();
        greet(folder, "Unacceptable");
        const auto next = folder.load();
        CPPUNIT_ASSERT(folder.errors.empty());
        CPPUNIT_ASSERT(next->find("probe") == folder.previous->find("probe"));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, folder.warnings.size());
        assertHas("'Unacceptable' is no greeting; it goes on with those that it had", folder.warnings.front());
        folder.previous.reset();
        assertHas("'Unacceptable' is no greeting", folder.refusal());
    }

    void aLibraryThatChangedIsNotOpenedAgain()
    {
        PluginsInFolder folder;
        folder.with("probe");
        folder.previous = folder.load();
        const auto file = folder.path("probe.so");
        std::filesystem::rename(file, file + ".old");
        std::filesystem::copy_file(file + ".old", file);
        const auto next = folder.load();
        CPPUNIT_ASSERT(folder.errors.empty());
        CPPUNIT_ASSERT(next->find("probe") == folder.previous->find("probe"));
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, folder.warnings.size());
        assertHas("the file has changed since it was opened; restart the server", folder.warnings.front());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ChosenPluginsTest);
