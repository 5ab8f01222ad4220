#include "sandbox/apps/app_set.h"
#include "sandbox/base/own_program.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

class AppFileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppFileTest);
    CPPUNIT_TEST(TwoAppsAreShippedAndEachSaysWhatItDoes);
    CPPUNIT_TEST(AShortFileHasTheUsualPlace);
    CPPUNIT_TEST(FoldersAndTheProgramArePutIntoTheCommand);
    CPPUNIT_TEST(EveryProblemOfAllFilesIsToldAtOnce);
    CPPUNIT_TEST(AnAppThatIsDeclaredTwiceIsTold);
    CPPUNIT_TEST(AFolderMayBeEmptyButMustBeThere);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;

    std::string problem() const
    {
        try
        {
            loadApps(_folder.path());
        }
        catch (const BadAppFiles& e)
        {
            return e.what();
        }
        return "accepted";
    }

    void TwoAppsAreShippedAndEachSaysWhatItDoes()
    {
        const auto apps = loadApps(SHIPPED_APPS);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), apps.size());
        for (const auto& app : apps) CPPUNIT_ASSERT(!app.description.empty());
    }

    void AShortFileHasTheUsualPlace()
    {
        _folder.write("a.json", R"({"name": "a", "command": ["serve", "--port={{.port}}"]})");
        const auto apps = loadApps(_folder.path());
        CPPUNIT_ASSERT(apps.at(0).name == (AppName{"flytesnacks", "development", "a"}));
        CPPUNIT_ASSERT_EQUAL(std::string("--port={{.port}}"), apps.at(0).command.at(1));
        CPPUNIT_ASSERT(apps.at(0).startTimeout == std::chrono::seconds(60));
    }

    void FoldersAndTheProgramArePutIntoTheCommand()
    {
        _folder.write("a.json", R"({"name": "a", "command": ["{{.sandbox}}", "{{.appPrefix}}/x"], "start_timeout": "2s"})");
        const auto app = loadApps(_folder.path()).at(0);
        CPPUNIT_ASSERT_EQUAL(ownProgram(), app.command.at(0));
        CPPUNIT_ASSERT_EQUAL(_folder.path().string() + "/x", app.command.at(1));
        CPPUNIT_ASSERT(app.startTimeout == std::chrono::seconds(2));
    }

    void EveryProblemOfAllFilesIsToldAtOnce()
    {
        _folder.write("a.json", R"({"name": "Big", "start_timeout": "soon", "command": ["x", "{{.inputs.y}}"], "ports": 1})");
        _folder.write("b.json", R"({"project": "a/b"})");
        _folder.write("c.json", "{\n,}");
        const std::string told = problem();
        for (const char* part :
             {"a.json: name: ", "`soon` is no duration", "`{{.inputs.y}}` means nothing", "a.json: ports: there is no such key",
              "b.json: name: is missing", "b.json: command: is missing", "c.json: line 2: no JSON"})
            CPPUNIT_ASSERT_MESSAGE(part + (" in " + told), told.find(part) != std::string::npos);
    }

    void AnAppThatIsDeclaredTwiceIsTold()
    {
        _folder.write("a.json", R"({"name": "a", "command": ["x"]})");
        _folder.write("b.json", R"({"name": "a", "command": ["x"]})");
        CPPUNIT_ASSERT(problem().find("b.json: declares the app development/flytesnacks/a") != std::string::npos);
    }

    void AFolderMayBeEmptyButMustBeThere()
    {
        CPPUNIT_ASSERT(loadApps(_folder.path()).empty());
        CPPUNIT_ASSERT_THROW(loadApps(_folder.path() / "nope"), BadAppFiles);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppFileTest);

} // namespace
