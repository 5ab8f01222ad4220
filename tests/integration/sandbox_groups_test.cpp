#include "integration/fixture.h"
#include "integration/sandboxed.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <fstream>
#include <functional>
#include <poll.h>
#include <regex>

using namespace flyte_webhook::test;

namespace
{

/// The text of a member of a flat JSON object.
std::string member(const std::string& json, const std::string& key)
{
    const std::string begin = "\"" + key + "\":\"";
    const auto at = json.find(begin);
    if (at == std::string::npos) return {};
    return json.substr(at + begin.size(), json.find('"', at + begin.size()) - at - begin.size());
}

/// Waits until the answer holds one of the parts.
std::string awaited(const std::function<WebAnswer()>& ask, const std::vector<std::string>& parts)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (std::string body;; ::poll(nullptr, 0, 20))
    {
        body = ask().body;
        for (const auto& part : parts)
            if (body.find(part) != std::string::npos) return body;
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("did not come: " + parts.front() + "; last: " + body);
    }
}

/// Somebody who uses a server that runs in front of its embedded control plane.
class Caller
{
public:
    explicit Caller(std::uint16_t port) : _port(port) {}

    WebAnswer get(const std::string& target) const { return fetch(_port, "GET", target, {authorization}); }
    WebAnswer post(const std::string& target, const std::string& json = {}) const
    {
        std::vector<std::string> headers{authorization};
        if (!json.empty()) headers.emplace_back("Content-Type: application/json");
        return fetch(_port, "POST", target, headers, json);
    }

    /// What a run of that name tells when it is done.
    std::string ended(const std::string& target) const
    {
        return awaited([&] { return get(target); }, {"\"done\":true"});
    }

private:
    static constexpr const char* authorization = "Authorization: Bearer alice";
    std::uint16_t _port;
};

/// The ids in the README's table of endpoints, and the lines that try each.
struct Readme
{
    explicit Readme(const std::string& path)
    {
        std::ifstream file(path);
        bool isTable = false, isBlock = false;
        for (std::string line; std::getline(file, line);)
        {
            isTable = line.rfind("| group | id |", 0) == 0 || (isTable && line.rfind('|', 0) == 0);
            isBlock = line.rfind("    c() {", 0) == 0 || (isBlock && line.rfind("    ", 0) == 0);
            std::smatch row;
            static const std::regex idOfRow(R"(\| [a-z]+ \| ([a-z_]+) \| `.*)");
            if (isTable && std::regex_match(line, row, idOfRow)) endpoints.push_back(row[1]);
            if (isBlock) commands += line + "\n";
        }
    }

    std::vector<std::string> endpoints;
    std::string commands;
};

#define ASSERT_OK(answer) CPPUNIT_ASSERT_EQUAL_MESSAGE((answer).body, 200, (answer).status)

} // namespace

/// Every endpoint in front of the embedded control plane.
class SandboxGroupsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SandboxGroupsTest);
    CPPUNIT_TEST(aTaskIsLookedUpRunAskedForAndAborted);
    CPPUNIT_TEST(anAppIsStartedCalledAndStopped);
    CPPUNIT_TEST(aSlowAppIsWaitedFor);
    CPPUNIT_TEST(anUnknownAppIsNotFound);
    CPPUNIT_TEST(aTriggerStartsRunsWhileItIsActive);
    CPPUNIT_TEST(anImageIsBuiltOnce);
    CPPUNIT_TEST(aModelIsFetched);
    CPPUNIT_TEST(anUnknownModelFailsItsRun);
    CPPUNIT_TEST(eachProtocolServes);
    CPPUNIT_TEST(appsAndTriggersOutliveAKill);
    CPPUNIT_TEST(theLinesOfTheReadmeWorkForEveryEndpoint);
    CPPUNIT_TEST_SUITE_END();

    void aTaskIsLookedUpRunAskedForAndAborted()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        ASSERT_OK(alice.get("/health"));
        ASSERT_HOLDS(R"("subject":"alice")", alice.get("/me").body);
        ASSERT_HOLDS(R"("name":"slow.count")", alice.get("/task/development/flytesnacks/slow.count").body);
        const auto run = member(alice.post("/run-task/development/flytesnacks/slow.count", "{}").body, "name");
        awaited([&] { return alice.get("/run/" + run); }, {R"("phase":"running")"});
        ASSERT_OK(alice.post("/run/" + run + "/abort?reason=enough"));
        ASSERT_HOLDS(R"("phase":"aborted")", alice.ended("/run/" + run));
        ASSERT_HOLDS(R"("inputs":{"seconds":20},"outputs":null)", alice.get("/run/" + run + "/io").body);
    }

    void anAppIsStartedCalledAndStopped()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        ASSERT_HOLDS(R"("is_active":false,"is_deactivated":true)", alice.get("/app/echo").body);
        ASSERT_HOLDS(R"("is_active":true)", alice.post("/app/echo/activate?wait=true").body);
        ASSERT_HOLDS(R"("is_active":true,"is_deactivated":false)", alice.get("/app/echo").body);
        const auto echoed =
            alice.post("/app/echo/call?path=/greet&method=POST", R"({"payload": {"n": 1.50}, "query_params": {"to": "Ada"}})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"method":"POST","path":"/greet","query":{"to":"Ada"},"body":{"n": 1.50}})"), echoed.body);
        ASSERT_HOLDS(R"("is_deactivated":true)", alice.post("/app/echo/deactivate?wait=true").body);
        CPPUNIT_ASSERT_EQUAL(502, alice.post("/app/echo/call?path=/greet").status);
        ASSERT_HOLDS(R"("is_active":true)", alice.post("/app/echo/activate?wait=true").body);
        ASSERT_OK(alice.post("/app/echo/call?path=/again"));
    }

    void aSlowAppIsWaitedFor()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        const auto begin = std::chrono::steady_clock::now();
        ASSERT_HOLDS(R"("is_active":false)", alice.post("/app/slow-start/activate").body);
        ASSERT_HOLDS(R"("is_active":true)", alice.post("/app/slow-start/activate?wait=true").body);
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin >= std::chrono::seconds(5));
        ASSERT_OK(alice.post("/app/slow-start/call?path=/"));
    }

    void anUnknownAppIsNotFound()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        for (const char* name : {"nope", "ECHO"})
        {
            CPPUNIT_ASSERT_EQUAL(404, alice.get("/app/" + std::string(name)).status);
            CPPUNIT_ASSERT_EQUAL(404, alice.post("/app/" + std::string(name) + "/activate").status);
        }
        CPPUNIT_ASSERT_EQUAL(404, alice.get("/app/echo?project=other").status);
    }

    void aTriggerStartsRunsWhileItIsActive()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        CPPUNIT_ASSERT_EQUAL(404, alice.post("/trigger/hello/nope/activate").status);
        ASSERT_HOLDS(R"("active":true)", alice.post("/trigger/hello/every-ten-seconds/activate").body);
        awaited([&] { return alice.get("/run/run-1"); }, {R"("name":"run-1")"});
        ASSERT_HOLDS(R"("phase":"succeeded")", alice.ended("/run/run-1"));
        ASSERT_HOLDS(R"("greeting":"Hello, clock!")", alice.get("/run/run-1/io").body);
        const auto page = member(alice.get("/run/run-1").body, "url");
        ASSERT_HOLDS("trigger every-ten-seconds", runProgram("/usr/bin/curl", {"-s", page}).output);
        ASSERT_HOLDS(R"("active":false)", alice.post("/trigger/hello/every-ten-seconds/deactivate").body);
    }

    void anImageIsBuiltOnce()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        const std::string wish = R"({"pip_packages": ["pandas>=2", "numpy"], "apt_packages": ["git"], "pre": true})";
        const auto first = alice.post("/build-image?name=reports&python_version=3.11", wish);
        ASSERT_OK(first);
        const auto run = member(first.body, "image_build_run_name");
        ASSERT_HOLDS(R"("phase":"succeeded")", alice.ended("/run/" + run));
        const auto io = alice.get("/run/" + run + "/io").body;
        ASSERT_HOLDS(R"("fully_qualified_image":"reports:)", io);
        ASSERT_HOLDS(R"(FROM ghcr.io/flyteorg/flyte:py3.11-v)", io);
        ASSERT_HOLDS(R"(apt-get install -y --no-install-recommends git &&)", io);
        ASSERT_HOLDS(R"(python3.11 -m pip install --no-cache-dir --pre 'pandas>=2' numpy)", io);
        ASSERT_HOLDS(R"("image_build_run_url":null)", alice.post("/build-image?name=reports&python_version=3.11", wish).body);
        ASSERT_HOLDS(R"("image_build_run_name":"run-2")", alice.post("/build-image?name=reports&python_version=3.12", wish).body);
    }

    void aModelIsFetched()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        const std::string wish = "/prefetch/hf-model?repo=sandbox-models/tiny-greeter";
        const auto run = member(alice.post(wish + "&cpu=1&memory=2Gi&artifact_name=mine").body, "name");
        const std::string place = "/prefetch/hf-model/" + run;
        ASSERT_HOLDS(R"("phase":"succeeded")", alice.ended(place));
        const auto io = alice.get(place + "/io").body;
        ASSERT_HOLDS(R"("repo":"sandbox-models/tiny-greeter")", io);
        ASSERT_HOLDS(R"("artifact_name":"mine"})", io);
        ASSERT_HOLDS(R"("dimensionality":"MULTIPART")", io);
        const auto uri = member(io, "uri");
        CPPUNIT_ASSERT_EQUAL(std::string("file://"), uri.substr(0, 7));
        CPPUNIT_ASSERT(std::filesystem::exists(uri.substr(7) + "/weights.txt"));
        ASSERT_OK(alice.post(place + "/abort"));
        ASSERT_HOLDS(R"("phase":"succeeded")", alice.get(place).body);
        // The same wish comes from the cache, unless it is forced.
        const auto outputsOf = [&](const std::string& target)
        {
            const auto name = member(alice.post(target).body, "name");
            alice.ended("/prefetch/hf-model/" + name);
            return member(alice.get("/prefetch/hf-model/" + name + "/io").body, "uri");
        };
        CPPUNIT_ASSERT_EQUAL(uri, outputsOf(wish + "&artifact_name=mine"));
        CPPUNIT_ASSERT(uri != outputsOf(wish + "&artifact_name=mine&force=1"));
    }

    void anUnknownModelFailsItsRun()
    {
        Sandboxed sandboxed;
        const Caller alice(sandboxed.port());
        const auto answer = alice.post("/prefetch/hf-model?repo=sandbox-models/nope").body;
        ASSERT_HOLDS(R"("phase":"failed")", alice.ended("/prefetch/hf-model/" + member(answer, "name")));
        ASSERT_HOLDS("no repository sandbox-models/nope", runProgram("/usr/bin/curl", {"-s", member(answer, "url")}).output);
    }

    void eachProtocolServes()
    {
        for (const char* protocol : {"connect", "grpc"})
        {
            Sandboxed sandboxed({"--set", std::string("control_plane.protocol=") + protocol});
            const Caller alice(sandboxed.port());
            ASSERT_HOLDS(R"("subject":"alice")", alice.get("/me").body);
            const auto run = member(alice.post("/run-task/development/flytesnacks/hello", R"({"name": "Ada"})").body, "name");
            ASSERT_HOLDS(R"("phase":"succeeded")", alice.ended("/run/" + run));
            ASSERT_HOLDS(R"("greeting":"Hello, Ada!")", alice.get("/run/" + run + "/io").body);
            ASSERT_HOLDS(R"("name":)", alice.post("/run-task/development/flytesnacks/hello", "\xEF\xBB\xBF{\"name\": \"Ada\"}").body);
            ASSERT_HOLDS(R"("is_active":true)", alice.post("/app/echo/activate?wait=true").body);
            CPPUNIT_ASSERT_EQUAL(404, alice.get("/app/nope").status);
        }
    }

    void appsAndTriggersOutliveAKill()
    {
        TemporaryDirectory directory;
        const std::vector<std::string> arguments{"--sandbox-dir", directory.path().string()};
        std::uint16_t appPort = 0;
        {
            Sandboxed first(arguments);
            const Caller alice(first.port());
            const auto started = alice.post("/app/echo/activate?wait=true").body;
            appPort = static_cast<std::uint16_t>(std::stoi(member(started, "endpoint").substr(std::string("http://127.0.0.1:").size())));
            ASSERT_OK(alice.post("/trigger/hello/every-ten-seconds/activate"));
            ASSERT_OK(fetch(appPort, "GET", "/"));
            first.program->signal(SIGKILL);
            first.program->wait();
        }
        awaited(
            [&]
            {
                try
                {
                    return fetch(appPort, "GET", "/");
                }
                catch (const std::exception&)
                {
                    return WebAnswer{0, {}, "gone"};
                }
            },
            {"gone"});
        Sandboxed second(arguments);
        const Caller alice(second.port());
        awaited([&] { return alice.get("/app/echo"); }, {R"("is_active":true)"});
        ASSERT_OK(alice.post("/app/echo/call?path=/"));
        ASSERT_HOLDS(R"("phase":"succeeded")", awaited([&] { return alice.get("/run/run-1"); }, {R"("done":true)"}));
    }

    void theLinesOfTheReadmeWorkForEveryEndpoint()
    {
        const Readme readme(FLYTE_WEBHOOK_README);
        CPPUNIT_ASSERT_EQUAL(std::size_t(19), readme.endpoints.size());
        for (const auto& id : readme.endpoints) ASSERT_HOLDS("# " + id + "\n", readme.commands);
        Sandboxed sandboxed;
        std::string commands = readme.commands;
        const std::string usual = "127.0.0.1:8080";
        commands.replace(commands.find(usual), usual.size(), "127.0.0.1:" + std::to_string(sandboxed.port()));
        const auto printed = runProgram("/bin/sh", {"-c", commands}).output;
        for (const char* part :
             {R"("status":"healthy")", R"("subject":"alice")", R"("name":"slow.count")", R"("name":"run-1","phase")",
              R"("reason":"enough")", R"("inputs":{"seconds":20})", R"("is_active":false,"is_deactivated":true)",
              R"("name":"echo","is_active":true)", R"({"method":"POST","path":"/greet","query":{},"body":{"to": "Ada"}})",
              R"("active":true)", R"("active":false)", R"("image_build_run_name":"run-2")", R"("name":"run-3","phase":"succeeded")",
              R"("artifact_name":"tiny-greeter")", R"("name":"run-3","status":"abort_requested")"})
            ASSERT_HOLDS(part, printed);
        ASSERT_LACKS("detail", printed);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SandboxGroupsTest);
