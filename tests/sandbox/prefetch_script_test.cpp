#include "support/program.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

namespace
{

/// What the task prefetch.hf_model executes.
class PrefetchScriptTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PrefetchScriptTest);
    CPPUNIT_TEST(TheWholeRepositoryIsFetched);
    CPPUNIT_TEST(TheArtifactIsNamedAsAskedOrAsTheRepository);
    CPPUNIT_TEST(AnUnknownRepositoryIsToldWithThoseThatThereAre);
    CPPUNIT_TEST(NothingOutsideTheHubCanBeFetched);
    CPPUNIT_TEST(TheShippedHubHasAModel);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;

    Finished fetch(const std::string& repository, const std::string& artifact = {}, std::string hub = {})
    {
        if (hub.empty()) hub = _folder.path() / "hub";
        _folder.write("hub/owner/model/config.json", "{}");
        _folder.write("hub/owner/model/deep/a file", "deep");
        _folder.write("outside/secret/key", "secret");
        _folder.write("inputs/inputs.json", "{\"repo\":1}");
        std::filesystem::remove_all(_folder.path() / "outputs");
        std::filesystem::create_directory(_folder.path() / "outputs");
        return runProgram("/bin/sh", {SHIPPED_TASKS "/prefetch-hf-model.sh", repository, artifact, hub, _folder.path() / "inputs",
                                      _folder.path() / "outputs"});
    }

    std::string output(const std::string& name) const
    {
        std::ifstream file(_folder.path() / "outputs" / name);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }

    void TheWholeRepositoryIsFetched()
    {
        const auto finished = fetch("owner/model");
        CPPUNIT_ASSERT_EQUAL_MESSAGE(finished.output, 0, finished.status);
        CPPUNIT_ASSERT(output("model/config.json") == "{}" && output("model/deep/a file") == "deep");
        CPPUNIT_ASSERT_EQUAL(std::string("{\"repo\":1}"), output("model/prefetch.json"));
        CPPUNIT_ASSERT(finished.output.find("fetched deep/a file, 4 bytes") != std::string::npos);
    }

    void TheArtifactIsNamedAsAskedOrAsTheRepository()
    {
        fetch("owner/model");
        CPPUNIT_ASSERT_EQUAL(std::string("model\n"), output("artifact_name"));
        fetch("owner/model", "mine");
        CPPUNIT_ASSERT_EQUAL(std::string("mine\n"), output("artifact_name"));
    }

    void AnUnknownRepositoryIsToldWithThoseThatThereAre()
    {
        const auto finished = fetch("owner/other");
        CPPUNIT_ASSERT_EQUAL(3, finished.status);
        CPPUNIT_ASSERT(finished.output.find("no repository owner/other at the hub") != std::string::npos);
        CPPUNIT_ASSERT(finished.output.find("owner/model") != std::string::npos);
    }

    void NothingOutsideTheHubCanBeFetched()
    {
        for (const char* repository : {"../outside", "owner/..", "../outside/secret", "owner/../../outside", "/etc/ssl", "owner", "owner/",
                                       "/model", "a/b/c", "owner/mod*", "owner/$(id)", "", "own er/model", "owner/model\n"})
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(repository, 2, fetch(repository).status);
            CPPUNIT_ASSERT_MESSAGE(repository, std::filesystem::is_empty(_folder.path() / "outputs"));
        }
    }

    void TheShippedHubHasAModel()
    {
        CPPUNIT_ASSERT_EQUAL(0, fetch("sandbox-models/tiny-greeter", {}, SHIPPED_TASKS "/../hub").status);
        CPPUNIT_ASSERT(output("model/config.json").find("tiny-greeter") != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchScriptTest);

} // namespace
