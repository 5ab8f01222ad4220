#include "plugins/plugin_inspector.h"
#include "plugins_in_folder.h"
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

using namespace flyte_webhook::host;

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
    CPPUNIT_TEST(aDirectoryBelowOneThatOthersMayWriteToIsRefused);
    CPPUNIT_TEST(aLinkToNowhereIsToldAsSuch);
    CPPUNIT_TEST(aFileThatOthersMayWriteToIsRefused);
    CPPUNIT_TEST(aDirectoryThatOthersMayWriteToIsRefused);
    CPPUNIT_TEST(aDirectoryThatCannotBeReadIsRefused);
    CPPUNIT_TEST(theEarlierDirectoryWins);
    CPPUNIT_TEST(aPluginThatCrashesOrHangsIsReportedByTheInspector);
    CPPUNIT_TEST(theInspectorGoesOnBehindAPluginThatEndsItsProcess);
    CPPUNIT_TEST_SUITE_END();

    void aGoodPluginIsLoadedWithItsRoutes()
    {
        PluginsInFolder folder;
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
            PluginsInFolder folder;
            const auto refusal = folder.with(fixture).refusal();
            assertHas(folder.path(fixture + std::string(".so")), refusal);
            assertHas(reason, refusal);
        }
    }

    void allBrokenPluginsAreToldAtOnce()
    {
        PluginsInFolder folder;
        folder.with("no-symbol").with("major-new").load();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, folder.errors.size());
    }

    void aFileThatIsNoElfFileIsRefused()
    {
        PluginsInFolder folder;
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
            PluginsInFolder folder;
            std::filesystem::resize_file((folder.with("good"), folder.path("good.so")), size);
            assertHas("it is cut off", folder.refusal());
        }
    }

    void whatIsNoFileIsRefusedAtOnce()
    {
        PluginsInFolder folder;
        ::mkfifo(folder.path("pipe.so").c_str(), 0600);
        assertHas("it is no file", folder.refusal());
    }

    void oneFileThatCannotBeUsedDoesNotHideTheOthers()
    {
        PluginsInFolder folder;
        folder.with("good").with("major-new");
        ::chmod(folder.path("good.so").c_str(), 0666);
        folder.load();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, folder.errors.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, findPlugins(folder.settings.plugins.directories).size());
    }

    void aFileWithAnotherNameThanThePluginIsRefused()
    {
        PluginsInFolder folder;
        folder.with("probe");
        std::filesystem::rename(folder.path("probe.so"), folder.path("other.so"));
        assertHas("must be called probe.so", folder.refusal());
    }

    void twoPluginsWithTheSameEndpointAreRefused()
    {
        PluginsInFolder folder;
        const auto refusal = folder.with("good").with("good-too").refusal();
        assertHas("the endpoint 'silent'", refusal);
        assertHas(folder.path("good.so"), refusal);
        assertHas(folder.path("good-too.so"), refusal);
    }

    void twoPluginsWithTheSamePathAreRefused()
    {
        PluginsInFolder folder;
        const auto refusal = folder.with("good").with("clashing").refusal();
        assertHas(folder.path("good.so") + ": endpoint 'silent'", refusal);
        assertHas("GET /silent already: 'quiet' of " + folder.path("clashing.so"), refusal);
    }

    void twoPluginsWithMetricsOfOneNameAndTwoKindsAreRefused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), PluginsInFolder().with("counts").with("counts-too").refusal());
        for (const std::string name : {"work", "work_total"})
        {
            PluginsInFolder folder;
            const std::string fixture = name == "work" ? "measures" : "measures-total";
            assertHas(folder.path(fixture + ".so") + ": its histogram '" + name + "' clashes with the counter 'work_total' of " +
                          folder.path("counts.so") + "; give it another name",
                      folder.with("counts").with(fixture).refusal());
        }
    }

    void aDirectoryBelowOneThatOthersMayWriteToIsRefused()
    {
        PluginsInFolder folder;
        const auto below = folder.directory.path() / "open" / "plugins";
        std::filesystem::create_directories(below);
        folder.settings.plugins.directories = {below.string()};
        CPPUNIT_ASSERT_EQUAL(std::string(), folder.refusal());
        ::chmod(below.parent_path().c_str(), 0777);
        assertHas("it lies below", folder.refusal());
    }

    void aLinkToNowhereIsToldAsSuch()
    {
        PluginsInFolder folder;
        std::filesystem::create_symlink("/nowhere/at-all.so", folder.path("lost.so"));
        assertHas(folder.path("lost.so") + ": it cannot be looked at", folder.refusal());
    }

    void aFileThatOthersMayWriteToIsRefused()
    {
        for (const mode_t mode : {0646, 0664})
        {
            PluginsInFolder folder;
            folder.with("good");
            ::chmod(folder.path("good.so").c_str(), mode);
            assertHas("may write to it", folder.refusal());
        }
    }

    void aDirectoryThatOthersMayWriteToIsRefused()
    {
        PluginsInFolder folder;
        folder.with("good");
        ::chmod(folder.directory.path().c_str(), 0757);
        assertHas("may write to it", folder.refusal());
    }

    void aDirectoryThatCannotBeReadIsRefused()
    {
        PluginsInFolder folder;
        folder.directory.write("file", "");
        for (const auto& [name, reason] : {std::pair("nowhere", "No such file or directory"), std::pair("file", "Not a directory")})
        {
            folder.settings.plugins.directories = {folder.path(name)};
            assertHas("plugin directory " + folder.path(name) + ": it cannot be read: " + reason + "; set directories of [plugins] to ",
                      folder.refusal());
        }
    }

    void theEarlierDirectoryWins()
    {
        PluginsInFolder first, second;
        first.with("good");
        second.directory.write("good.so", "no plugin at all");
        first.settings.plugins.directories.push_back(second.directory.path().string());
        CPPUNIT_ASSERT_EQUAL(std::string(), first.refusal());
    }

    void aPluginThatCrashesOrHangsIsReportedByTheInspector()
    {
        PluginsInFolder folder;
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
        PluginsInFolder folder;
        folder.with("crashes").with("good").with("hangs").with("major-new").with("probe");
        const auto reports = inspectPlugins(findPlugins(folder.settings.plugins.directories), PROGRAM, std::chrono::seconds(3));
        CPPUNIT_ASSERT_EQUAL(std::size_t{5}, reports.size());
        assertHas("crashes.so: it crashed", reports[0].problem);
        CPPUNIT_ASSERT_EQUAL(std::string(), reports[1].problem);
        assertHas("hangs.so: it did not say", reports[2].problem);
        assertHas("version 2.", reports[3].problem);
        CPPUNIT_ASSERT_EQUAL(std::string("1.2.3"), reports[4].version);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LoaderTest);
