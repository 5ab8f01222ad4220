#include "sandbox/hints.h"
#include "sandbox/options.h"
#include "support/program.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

Options read(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), "flyte-webhook-sandbox");
    return readOptions(static_cast<int>(arguments.size()), arguments.data());
}

class HintsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(HintsTest);
    CPPUNIT_TEST(ThreeLinesLeadFromWhoAmIToOutputs);
    CPPUNIT_TEST(AnExampleReachesTheShellAsOneWord);
    CPPUNIT_TEST(AnotherPlaceIsNamed);
    CPPUNIT_TEST(OptionsAreRead);
    CPPUNIT_TEST(BadOptionsAreRefused);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;

    std::vector<std::string> hintsFor(const std::string& task)
    {
        _folder.write("t.json", task);
        return hints(TaskSet::load(_folder.path()), "run-7");
    }

    void ThreeLinesLeadFromWhoAmIToOutputs()
    {
        const auto lines = hintsFor(R"({"name": "env.t", "command": ["true"], "inputs": {"x": "integer"}, "example": {"x": 1}})");
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), lines.size());
        CPPUNIT_ASSERT_EQUAL(std::string("curl -s -H 'Authorization: Bearer alice' {webhook}/me"), lines[0]);
        CPPUNIT_ASSERT_EQUAL(std::string("curl -s -H 'Authorization: Bearer alice' -H 'Content-Type: application/json' -d '{\"x\":1}' "
                                         "{webhook}/run-task/development/flytesnacks/env.t"),
                             lines[1]);
        CPPUNIT_ASSERT_EQUAL(std::string("sleep 1; curl -s -H 'Authorization: Bearer alice' '{webhook}/run/run-7/io'"), lines[2]);
    }

    void AnExampleReachesTheShellAsOneWord()
    {
        const auto lines =
            hintsFor(R"({"name": "t", "command": ["true"], "inputs": {"x": "string"}, "example": {"x": "it's $(id) `id`"}})");
        const auto printed = runProgram("/bin/sh", {"-c", "curl() { printf '%s\\n' \"$@\"; }; " + lines[1]}).output;
        CPPUNIT_ASSERT_MESSAGE(printed, printed.find("\n{\"x\":\"it's $(id) `id`\"}\n") != std::string::npos);
    }

    void AnotherPlaceIsNamed()
    {
        const auto lines = hintsFor(R"({"name": "t", "project": "a", "domain": "b", "command": ["true"]})");
        CPPUNIT_ASSERT(lines[1].find("-d '{}' {webhook}/run-task/b/a/t") != std::string::npos);
        CPPUNIT_ASSERT(lines[2].find("'{webhook}/run/run-7/io?project=a&domain=b'") != std::string::npos);
    }

    void OptionsAreRead()
    {
        const auto options = read({"--dir", "/state", "--tasks=/tasks", "--apps", "/apps", "--grpc-port", "1", "--http-port=2",
                                   "--max-processes", "3", "--until-eof"});
        CPPUNIT_ASSERT(options.folder == "/state" && options.tasks == "/tasks" && options.apps == "/apps" && options.grpcPort == 1 &&
                       options.httpPort == 2);
        CPPUNIT_ASSERT(options.processes == 3 && options.untilEof && !options.help && !options.version);
        CPPUNIT_ASSERT(read({}).folder.empty() && !read({}).tasks.empty() && !read({}).apps.empty() && read({}).processes == 4);
        CPPUNIT_ASSERT(read({"--help"}).help && read({"--version"}).version);
    }

    void BadOptionsAreRefused()
    {
        for (const std::vector<const char*>& arguments : {std::vector<const char*>{"--nope"},
                                                          {"extra"},
                                                          {"--dir"},
                                                          {"--grpc-port", "65536"},
                                                          {"--http-port=x"},
                                                          {"--max-processes=0"},
                                                          {"--max-processes=-1"}})
            CPPUNIT_ASSERT_THROW(read(arguments), UsageError);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HintsTest);

} // namespace
