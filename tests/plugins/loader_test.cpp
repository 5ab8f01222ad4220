#include "control_plane/control_plane.h"
#include "plugins/plugin_inspector.h"
#include "plugins/plugin_loader.h"
#include "support/temporary_directory.h"
#include "telemetry/log.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/stat.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

/// A folder with some of the fixtures, and what loading it gives.
class Folder
{
public:
    Folder() { settings.plugins.directories = {directory.path().string()}; }

    Folder& with(const std::string& fixture)
    {
        const auto file = fixture + ".so";
        std::filesystem::copy_file(std::filesystem::path(FIXTURES) / file, directory.path() / file);
        return *this;
    }

    std::unique_ptr<PluginSet> load()
    {
        auto loaded = loadPlugins({settings, facts, log, libraries, previous.get(), PROGRAM});
        errors = std::move(loaded.errors);
        warnings = std::move(loaded.warnings);
        return std::move(loaded.set);
    }

    /// The errors of loading, as one text.
    std::string refusal()
    {
        load();
        std::string text;
        for (const auto& error : errors) text += error + "\n";
        return text;
    }

    std::string path(const std::string& name) const { return (directory.path() / name).string(); }

    TemporaryDirectory directory;
    Settings settings;
    TextMap facts{{"webhook.project", "shop"}};
    Log log{::open("/dev/null", O_WRONLY | O_CLOEXEC), LogLevel::error, LogFormat::text};
    PluginLibraries libraries;
    std::unique_ptr<PluginSet> previous; ///< the set that is to be replaced
    std::vector<std::string> errors, warnings;
};

void assertHas(const std::string& part, const std::string& text)
{
    CPPUNIT_ASSERT_MESSAGE("'" + part + "' is not in: " + text, text.find(part) != std::string::npos);
}

} // namespace

class LoaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LoaderTest);
    CPPUNIT_TEST(aGoodPluginIsLoadedWithItsRoutes);
    CPPUNIT_TEST(aBrokenPluginIsRefusedWithItsFileAndTheReason);
    CPPUNIT_TEST(allBrokenPluginsAreToldAtOnce);
    CPPUNIT_TEST(aFileThatIsNoElfFileIsRefused);
    CPPUNIT_TEST(aFileThatIsCutOffIsRefused);
    CPPUNIT_TEST(whatIsNoFileIsRefusedAtOnce);
    CPPUNIT_TEST(oneFileThatCannotBeUsedDoesNotHideTheOthers);
    CPPUNIT_TEST(aFileWithAnotherNameThanThePluginIsRefused);
    CPPUNIT_TEST(twoPluginsWithTheSameEndpointAreRefused);
    CPPUNIT_TEST(twoPluginsWithTheSamePathAreRefused);
    CPPUNIT_TEST(twoPluginsWithMetricsOfOneNameAndTwoKindsAreRefused);
    CPPUNIT_TEST(onlyTheGroupsThatAreEnabledAreOpened);
    CPPUNIT_TEST(onlyThePluginsThatOwnAnEnabledEndpointAreOpened);
    CPPUNIT_TEST(anUnknownGroupBesideAllIsTold);
    CPPUNIT_TEST(ofBothFiltersAtOnceAllThatIsWrongIsTold);
    CPPUNIT_TEST(aDirectoryBelowOneThatOthersMayWriteToIsRefused);
    CPPUNIT_TEST(aLinkToNowhereIsToldAsSuch);
    CPPUNIT_TEST(anUnknownGroupIsToldWithTheKnownOnes);
    CPPUNIT_TEST(anUnknownEndpointIsToldWithTheKnownOnes);
    CPPUNIT_TEST(aFileThatOthersMayWriteToIsRefused);
    CPPUNIT_TEST(aDirectoryThatOthersMayWriteToIsRefused);
    CPPUNIT_TEST(aDirectoryThatIsMissingIsRefused);
    CPPUNIT_TEST(theEarlierDirectoryWins);
    CPPUNIT_TEST(settingsAreCheckedAgainstTheDeclaration);
    CPPUNIT_TEST(aSectionOfNoInstalledPluginIsRefused);
    CPPUNIT_TEST(aPluginThatCrashesOrHangsIsReportedByTheInspector);
    CPPUNIT_TEST(theInspectorGoesOnBehindAPluginThatEndsItsProcess);
    CPPUNIT_TEST(whatDoesNotDifferGoesOnInTheNextSet);
    CPPUNIT_TEST(aPluginThatDoesNotTakeItsNewSettingsKeepsTheOld);
    CPPUNIT_TEST(aLibraryThatChangedIsNotOpenedAgain);
    CPPUNIT_TEST_SUITE_END();

    void aGoodPluginIsLoadedWithItsRoutes()
    {
        Folder folder;
        const auto set = folder.with("probe").load();
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal());
        Captures captures;
        const auto* methods = set->router().match("/show/x", captures);
        CPPUNIT_ASSERT(methods && methods->count("POST"));
        CPPUNIT_ASSERT_EQUAL(std::string("show"), set->routes()[methods->at("POST")].endpoint->id);
    }

    void aBrokenPluginIsRefusedWithItsFileAndTheReason()
    {
        const std::pair<const char*, const char*> rows[] = {
            {"no-symbol", "does not export flyte_webhook_plugin"},
            {"null-table", "declines to start: no licence was found"},
            {"small-table", "shorter than version 1.0"},
            {"major-new", "version 2.1 of the plugin interface"},
            {"minor-new", "version 1.2 of the plugin interface"},
            {"small-endpoint", "shorter than version 1.0"},
            {"bad-id", "endpoint 'Bad Id'"},
            {"null-endpoint", "endpoint 0 is NULL"},
            {"null-list", "list of endpoints is NULL"},
            {"same-id", "two endpoints 'silent'"},
            {"no-handle", "lacks one of create, destroy and handle"},
            {"refuses-settings", "the moon is not full"},
            {"throws-at-start", "started badly"},
            {"throws-an-int", "no std::exception"},
            {"throws-in-create", "created badly"},
            {"null-text", "its id has a length, but is NULL"},
            {"endless-text", "its id has 18446744073709551615 bytes"},
            {"not-utf8", "its summary is no UTF-8"},
            {"bad-path", "its path 'silent/{}' does not begin with /"},
            {"same-path", "endpoint 'silent_too'"},
            {"wild-pointer", "it crashed when it was opened"},
            {"wrong-count", "18446744073709551615 endpoints"},
            {"crashes", "it crashed when it was opened"},
        };
        for (const auto& [fixture, reason] : rows)
        {
            Folder folder;
            const auto refusal = folder.with(fixture).refusal();
            assertHas(folder.path(fixture + std::string(".so")), refusal);
            assertHas(reason, refusal);
        }
    }

    void allBrokenPluginsAreToldAtOnce()
    {
        Folder folder;
        folder.with("no-symbol").with("major-new").load();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, folder.errors.size());
    }

    void aFileThatIsNoElfFileIsRefused()
    {
        Folder folder;
        folder.directory.write("text.so", "#!/bin/sh\n");
        assertHas("no ELF file", folder.refusal());
        folder.directory.write("text.so", "");
        assertHas("no ELF file", folder.refusal());
    }

    void aFileThatIsCutOffIsRefused()
    {
        const auto whole = std::filesystem::file_size(std::filesystem::path(FIXTURES) / "good.so");
        for (const auto size : {std::uintmax_t{40}, std::uintmax_t{4096}, whole / 2, whole - 1})
        {
            Folder folder;
            std::filesystem::resize_file((folder.with("good"), folder.path("good.so")), size);
            assertHas("it is cut off", folder.refusal());
        }
    }

    void whatIsNoFileIsRefusedAtOnce()
    {
        Folder folder;
        ::mkfifo(folder.path("pipe.so").c_str(), 0600);
        assertHas("it is no file", folder.refusal());
    }

    void oneFileThatCannotBeUsedDoesNotHideTheOthers()
    {
        Folder folder;
        folder.with("good").with("major-new");
        ::chmod(folder.path("good.so").c_str(), 0666);
        folder.load();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, folder.errors.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, findPlugins(folder.settings.plugins.directories).size());
    }

    void aFileWithAnotherNameThanThePluginIsRefused()
    {
        Folder folder;
        folder.with("probe");
        std::filesystem::rename(folder.path("probe.so"), folder.path("other.so"));
        assertHas("must be called probe.so", folder.refusal());
    }

    void twoPluginsWithTheSameEndpointAreRefused()
    {
        Folder folder;
        const auto refusal = folder.with("good").with("good-too").refusal();
        assertHas("the endpoint 'silent'", refusal);
        assertHas(folder.path("good.so"), refusal);
        assertHas(folder.path("good-too.so"), refusal);
    }

    void twoPluginsWithTheSamePathAreRefused()
    {
        Folder folder;
        const auto refusal = folder.with("good").with("clashing").refusal();
        assertHas(folder.path("good.so") + ": endpoint 'silent'", refusal);
        assertHas("GET /silent already: 'quiet' of " + folder.path("clashing.so"), refusal);
    }

    void twoPluginsWithMetricsOfOneNameAndTwoKindsAreRefused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), Folder().with("counts").with("counts-too").refusal());
        for (const std::string name : {"work", "work_total"})
        {
            Folder folder;
            const std::string fixture = name == "work" ? "measures" : "measures-total";
            assertHas(folder.path(fixture + ".so") + ": its histogram '" + name + "' clashes with the counter 'work_total' of " +
                          folder.path("counts.so") + "; give it another name",
                      folder.with("counts").with(fixture).refusal());
        }
    }

    void onlyTheGroupsThatAreEnabledAreOpened()
    {
        Folder folder;
        folder.with("probe").with("major-new").settings.webhook.endpointGroups = {"probe"};
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, folder.load()->size());
        CPPUNIT_ASSERT(folder.errors.empty());
    }

    void onlyThePluginsThatOwnAnEnabledEndpointAreOpened()
    {
        Folder folder;
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
        Folder folder;
        folder.with("probe").settings.webhook.endpointGroups = {"prob"};
        folder.settings.webhook.groupsWhere = "x.ini:3";
        const auto refusal = folder.refusal();
        assertHas("x.ini:3: webhook.endpoint_groups", refusal);
        assertHas("'prob'", refusal);
        assertHas("all, probe", refusal);
    }

    void anUnknownGroupBesideAllIsTold()
    {
        Folder folder;
        folder.with("probe").settings.webhook.endpointGroups = {"all", "prob"};
        assertHas("'prob'", folder.refusal());
        folder.settings.webhook.endpointGroups = {"all", "probe"};
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal());
    }

    void ofBothFiltersAtOnceAllThatIsWrongIsTold()
    {
        Folder folder;
        auto& webhook = folder.with("good").settings.webhook;
        webhook.endpointGroups = {"prob"};
        webhook.groupsWhere = "x.ini:3";
        webhook.endpoints = {"loud"};
        webhook.endpointsWhere = "y.ini:5";
        const auto refusal = folder.refusal();
        assertHas("x.ini:3: webhook.endpoint_groups: there is no group 'prob'", refusal);
        assertHas("y.ini:5: webhook.endpoints: there is no endpoint 'loud'", refusal);
    }

    void aDirectoryBelowOneThatOthersMayWriteToIsRefused()
    {
        Folder folder;
        const auto below = folder.directory.path() / "open" / "plugins";
        std::filesystem::create_directories(below);
        folder.settings.plugins.directories = {below.string()};
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal());
        ::chmod(below.parent_path().c_str(), 0777);
        assertHas("it lies below", folder.refusal());
    }

    void aLinkToNowhereIsToldAsSuch()
    {
        Folder folder;
        std::filesystem::create_symlink("/nowhere/at-all.so", folder.path("lost.so"));
        assertHas(folder.path("lost.so") + ": it cannot be looked at", folder.refusal());
    }

    void anUnknownEndpointIsToldWithTheKnownOnes()
    {
        Folder folder;
        folder.with("good").settings.webhook.endpoints = {"silent", "loud"};
        const auto refusal = folder.refusal();
        assertHas("'loud'", refusal);
        assertHas("known are: silent", refusal);
    }

    void aFileThatOthersMayWriteToIsRefused()
    {
        for (const mode_t mode : {0646, 0664})
        {
            Folder folder;
            folder.with("good");
            ::chmod(folder.path("good.so").c_str(), mode);
            assertHas("may write to it", folder.refusal());
        }
    }

    void aDirectoryThatOthersMayWriteToIsRefused()
    {
        Folder folder;
        folder.with("good");
        ::chmod(folder.directory.path().c_str(), 0757);
        assertHas("may write to it", folder.refusal());
    }

    void aDirectoryThatIsMissingIsRefused()
    {
        Folder folder;
        folder.settings.plugins.directories = {folder.path("nowhere")};
        assertHas(folder.path("nowhere"), folder.refusal());
    }

    void theEarlierDirectoryWins()
    {
        Folder first, second;
        first.with("good");
        second.directory.write("good.so", "no plugin at all");
        first.settings.plugins.directories.push_back(second.directory.path().string());
        CPPUNIT_ASSERT_EQUAL(std::string(), first.refusal());
    }

    void settingsAreCheckedAgainstTheDeclaration()
    {
        Folder folder;
        folder.with("probe").settings.plugin["probe"] = {{"greeting", {std::string(21, 'x'), "x.ini:1"}}, {"greting", {"a", "x.ini:2"}}};
        const auto refusal = folder.refusal();
        assertHas("x.ini:1", refusal);
        assertHas("x.ini:2", refusal);
        assertHas("greeting", refusal);
    }

    void aSectionOfNoInstalledPluginIsRefused()
    {
        Folder folder;
        folder.with("good").with("probe").settings.webhook.endpointGroups = {"good"};
        folder.settings.plugin["probe"] = {{"greeting", {"Hi", "x.ini:1"}}};
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal()); // installed, but not enabled
        folder.settings.plugin["prob"] = {{"greeting", {"Hi", "x.ini:2"}}};
        assertHas("x.ini:2", folder.refusal());
    }

    void aPluginThatCrashesOrHangsIsReportedByTheInspector()
    {
        Folder folder;
        folder.with("crashes").with("hangs").with("probe");
        assertHas("crashed", inspectPlugin({"crashes", folder.path("crashes.so")}, PROGRAM).problem);
        assertHas("within 300ms", inspectPlugin({"hangs", folder.path("hangs.so")}, PROGRAM, std::chrono::milliseconds(300)).problem);
        const auto report = inspectPlugin({"probe", folder.path("probe.so")}, PROGRAM);
        CPPUNIT_ASSERT_EQUAL(std::string(), report.problem);
        CPPUNIT_ASSERT_EQUAL(std::string("1.2.3"), report.version);
        CPPUNIT_ASSERT_EQUAL(std::string("1.1"), report.interface);
        CPPUNIT_ASSERT_EQUAL(std::string("/show/{name}"), report.endpoints.front().path);
    }

    void theInspectorGoesOnBehindAPluginThatEndsItsProcess()
    {
        Folder folder;
        folder.with("crashes").with("good").with("hangs").with("major-new").with("probe");
        const auto reports = inspectPlugins(findPlugins(folder.settings.plugins.directories), PROGRAM, std::chrono::seconds(3));
        CPPUNIT_ASSERT_EQUAL(std::size_t{5}, reports.size());
        assertHas("crashes.so: it crashed", reports[0].problem);
        CPPUNIT_ASSERT_EQUAL(std::string(), reports[1].problem);
        assertHas("hangs.so: it did not say", reports[2].problem);
        assertHas("version 2.", reports[3].problem);
        CPPUNIT_ASSERT_EQUAL(std::string("1.2.3"), reports[4].version);
    }

    /// The settings of [plugin.probe].
    static void greet(Folder& folder, const std::string& greeting)
    {
        folder.settings.plugin["probe"] = {{"greeting", {greeting, "x.ini:1"}}};
    }

    void whatDoesNotDifferGoesOnInTheNextSet()
    {
        Folder folder;
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
        Folder folder;
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
        Folder folder;
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

CPPUNIT_TEST_SUITE_REGISTRATION(LoaderTest);
