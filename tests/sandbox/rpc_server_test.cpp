#include "eventually.h"
#include "sandbox/services/grpc_server.h"
#include "sandbox/services/methods.h"
#include "served.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/auth/identity.pb.h>
#include <flyteidl2/cluster/payload.pb.h>
#include <fstream>
#include <future>
#include <sstream>
#include <sys/socket.h>

using namespace flyte_webhook;
using namespace flyte_webhook::test;
using namespace flyteidl2;

namespace
{

constexpr int ok = 0, cancelled = 1, invalidArgument = 3, deadlineExceeded = 4, resourceExhausted = 8, unimplemented = 12,
              unauthenticated = 16;
constexpr Protocol protocols[] = {Protocol::grpc, Protocol::connect};
constexpr const char* watchApps = "/flyteidl2.app.AppService/Watch";
constexpr const char* updateApps = "/flyteidl2.app.AppService/Update";
constexpr const char* userInfo = "/flyteidl2.auth.IdentityService/UserInfo";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

template <typename Identifier> void place(Identifier& id, const std::string& name)
{
    id.set_project("flytesnacks");
    id.set_domain("development");
    id.set_name(name);
}

/// One port, two protocols.
class RpcServerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RpcServerTest);
    CPPUNIT_TEST(TheMethodsAreThoseOfTheInterface);
    CPPUNIT_TEST(EveryMethodAnswersTheSameByBothProtocols);
    CPPUNIT_TEST(AnswersThatDifferEachTimeComeByBothProtocols);
    CPPUNIT_TEST(EveryMethodRefusesTheSameByBothProtocols);
    CPPUNIT_TEST(AWatchTellsEachChangeAtOnce);
    CPPUNIT_TEST(AWatchEndsAtItsDeadline);
    CPPUNIT_TEST(AWatchEndsWithTheServer);
    CPPUNIT_TEST(BigMessagesPassAndTooBigOnesAreRefused);
    CPPUNIT_TEST(CallersOfBothProtocolsAtOnceAreServed);
    CPPUNIT_TEST(SilentClientsHinderNobody);
    CPPUNIT_TEST(GarbageHindersNobody);
    CPPUNIT_TEST(ThePortIsFreeAgainAtOnce);
    CPPUNIT_TEST(TheEndClosesConnectionsOfBothKinds);
    CPPUNIT_TEST(AGrpcClientThatCallsNothingIsClosed);
    CPPUNIT_TEST(TheFullProtobufIsNotLoaded);
    CPPUNIT_TEST_SUITE_END();

    std::unique_ptr<Served> _served; // made by setUp(): all fixtures of a program are made before the first test
    std::optional<RpcCaller> _grpc, _connect;

public:
    void setUp() override
    {
        _served = std::make_unique<Served>();
        _grpc.emplace(_served->caller(Protocol::grpc));
        _connect.emplace(_served->caller(Protocol::connect));
    }

    void tearDown() override { _served.reset(); }

private:
    const RpcCaller& by(Protocol protocol) const { return protocol == Protocol::grpc ? *_grpc : *_connect; }

    Outcome ask(Protocol protocol, const std::string& path, const std::string& message) const
    {
        constexpr std::chrono::milliseconds moment{200};
        return path == watchApps ? by(protocol).stream(path, message, moment) : by(protocol).call(path, message);
    }

    static flyteidl2::task::TaskIdentifier taskId()
    {
        flyteidl2::task::TaskIdentifier id;
        place(id, "env.t");
        id.set_version("v3");
        return id;
    }

    static flyteidl2::task::Inputs inputs(const std::string& name = "a")
    {
        flyteidl2::task::Inputs inputs;
        inputs.add_literals()->set_name(name);
        inputs.mutable_literals(0)->mutable_value()->mutable_scalar()->mutable_primitive()->set_integer(1);
        return inputs;
    }

    static std::string createRun()
    {
        workflow::CreateRunRequest request;
        request.mutable_project_id()->set_name("flytesnacks");
        request.mutable_project_id()->set_domain("development");
        *request.mutable_task_id() = taskId();
        *request.mutable_inputs() = inputs();
        return request.SerializeAsString();
    }

    common::RunIdentifier endedRun() const
    {
        workflow::CreateRunResponse response;
        response.ParseFromString(_grpc->call("/flyteidl2.workflow.RunService/CreateRun", createRun()).answers.at(0));
        const auto id = response.run().action().id().run();
        eventually("the end of the run",
                   [&] {
                       return sandbox::isDone(_served->sandbox.store.find({id.project(), id.domain(), id.name()})->phase);
                   });
        return id;
    }

    app::App echo() const
    {
        app::GetRequest get;
        place(*get.mutable_app_id(), "echo");
        return _served->apps.get(get).app();
    }

    static std::string updateRequest(const app::App& app, app::Spec::DesiredState wanted)
    {
        app::UpdateRequest request;
        *request.mutable_app() = app;
        request.mutable_app()->mutable_spec()->set_desired_state(wanted);
        return request.SerializeAsString();
    }

    static std::string watchRequest()
    {
        app::WatchRequest request;
        place(*request.mutable_app_id(), "echo");
        return request.SerializeAsString();
    }

    /// Requests whose answer is the same each time.
    std::map<std::string, std::string> answerable()
    {
        std::map<std::string, std::string> requests;
        const auto add = [&](const char* method, const auto& request)
        { requests[std::string("/flyteidl2.") + method] = request.SerializeAsString(); };
        add("auth.IdentityService/UserInfo", auth::UserInfoRequest());
        cluster::SelectClusterRequest select;
        select.set_operation(cluster::SelectClusterRequest::OPERATION_UPLOAD_INPUTS);
        add("cluster.ClusterService/SelectCluster", select);
        flyteidl2::task::ListTasksRequest list;
        list.mutable_project_id()->set_name("flytesnacks");
        list.mutable_project_id()->set_domain("development");
        add("task.TaskService/ListTasks", list);
        flyteidl2::task::GetTaskDetailsRequest task;
        *task.mutable_task_id() = taskId();
        add("task.TaskService/GetTaskDetails", task);
        dataproxy::UploadInputsRequest upload;
        *upload.mutable_project_id() = list.project_id();
        *upload.mutable_task_id() = taskId();
        *upload.mutable_inputs() = inputs();
        add("dataproxy.DataProxyService/UploadInputs", upload);
        const auto run = endedRun();
        workflow::GetRunDetailsRequest details;
        *details.mutable_run_id() = run;
        add("workflow.RunService/GetRunDetails", details);
        workflow::AbortRunRequest abort;
        *abort.mutable_run_id() = run;
        add("workflow.RunService/AbortRun", abort);
        dataproxy::GetActionDataRequest data;
        *data.mutable_action_id()->mutable_run() = run;
        data.mutable_action_id()->set_name("a0");
        add("dataproxy.DataProxyService/GetActionData", data);
        app::GetRequest get;
        place(*get.mutable_app_id(), "echo");
        add("app.AppService/Get", get);
        requests[watchApps] = watchRequest();
        trigger::GetTriggerDetailsRequest trigger;
        trigger.mutable_name()->set_project("warehouse");
        trigger.mutable_name()->set_domain("staging");
        trigger.mutable_name()->set_task_name("other");
        trigger.mutable_name()->set_name("nightly");
        add("trigger.TriggerService/GetTriggerDetails", trigger);
        add("trigger.TriggerService/UpdateTriggers", trigger::UpdateTriggersRequest());
        return requests;
    }

    /// The methods that a file of the interface declares, and whether they stream.
    static void readMethods(const std::string& file, std::map<std::string, bool>& methods)
    {
        std::ifstream text(file);
        std::string package, service;
        for (std::string line; std::getline(text, line);)
        {
            std::istringstream words(line);
            std::string kind, name;
            words >> kind >> name;
            name.resize(std::min(name.size(), name.find_first_of("(;")));
            if (kind == "package") package = name;
            if (kind == "service") service = name;
            if (kind == "rpc") methods["/" + package + "." + service + "/" + name] = contains(line, "(stream ");
        }
    }

    void TheMethodsAreThoseOfTheInterface()
    {
        std::map<std::string, bool> declared, served;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(INTERFACE_FILES))
            if (entry.path().extension() == ".proto") readMethods(entry.path(), declared);
        const sandbox::Methods methods(_served->answers());
        for (const auto& [path, method] : methods.all()) served[path] = method.streaming;
        CPPUNIT_ASSERT_EQUAL(std::size_t(16), served.size());
        CPPUNIT_ASSERT(declared == served);
    }

    void TheFullProtobufIsNotLoaded()
    {
        std::ifstream file("/proc/self/maps");
        const std::string maps{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        CPPUNIT_ASSERT(contains(maps, "/libgrpc++.so") && contains(maps, "/libprotobuf-lite.so") && !contains(maps, "/libprotobuf.so"));
    }

    void EveryMethodAnswersTheSameByBothProtocols()
    {
        const auto requests = answerable();
        for (const auto& [path, request] : requests)
        {
            const auto grpc = ask(Protocol::grpc, path, request), connect = ask(Protocol::connect, path, request);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path + grpc.message, path == watchApps ? deadlineExceeded : ok, grpc.code);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path + connect.message, grpc.code, connect.code);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::size_t(1), grpc.answers.size());
            CPPUNIT_ASSERT_MESSAGE(path, grpc.answers == connect.answers);
        }
    }

    void AnswersThatDifferEachTimeComeByBothProtocols()
    {
        dataproxy::CreateUploadLocationRequest location;
        location.set_project("flytesnacks");
        location.set_domain("development");
        location.set_filename("spec.pb");
        location.set_content_md5("0123456789abcdef");
        for (const auto protocol : protocols)
            for (const auto& [path, request] : std::map<std::string, std::string>{
                     {"/flyteidl2.workflow.RunService/CreateRun", createRun()},
                     {"/flyteidl2.dataproxy.DataProxyService/CreateUploadLocation", location.SerializeAsString()},
                     {updateApps, updateRequest(echo(), app::Spec::DESIRED_STATE_STOPPED)}})
            {
                const auto outcome = ask(protocol, path, request);
                CPPUNIT_ASSERT_EQUAL_MESSAGE(path + outcome.message, ok, outcome.code);
                CPPUNIT_ASSERT_EQUAL(std::size_t(1), outcome.answers.size());
            }
    }

    void EveryMethodRefusesTheSameByBothProtocols()
    {
        const sandbox::Methods methods(_served->answers());
        for (const auto& [path, method] : methods.all())
            for (const std::string authorization : {"", "Bearer bad", "Bearer alice"})
                for (const auto& message : {std::string(), std::string("\x0b\xff nothing")})
                {
                    const auto outcome = [&, &path = path](Protocol protocol)
                    {
                        const auto caller = _served->caller(protocol, authorization);
                        return path == watchApps ? caller.stream(path, message) : caller.call(path, message);
                    };
                    const auto grpc = outcome(Protocol::grpc), connect = outcome(Protocol::connect);
                    CPPUNIT_ASSERT_EQUAL_MESSAGE(path + ": " + connect.message, grpc.code, connect.code);
                    CPPUNIT_ASSERT_EQUAL_MESSAGE(path, grpc.message, connect.message);
                    if (authorization != "Bearer alice")
                        CPPUNIT_ASSERT_EQUAL_MESSAGE(path, unauthenticated, grpc.code);
                    else if (!message.empty())
                        CPPUNIT_ASSERT_EQUAL_MESSAGE(path, invalidArgument, grpc.code);
                }
        CPPUNIT_ASSERT_EQUAL(unimplemented, _grpc->call("/flyteidl2.task.TaskService/Nope", "").code);
        CPPUNIT_ASSERT_EQUAL(404, fetch(_served->port(), "POST", "/flyteidl2.task.TaskService/Nope").status);
    }

    void AWatchTellsEachChangeAtOnce()
    {
        using Status = app::Status;
        using States = std::vector<Status::DeploymentStatus>;
        const auto start = watched(Protocol::grpc, app::Spec::DESIRED_STATE_STARTED, Status::DEPLOYMENT_STATUS_ACTIVE);
        const States started{Status::DEPLOYMENT_STATUS_UNASSIGNED, Status::DEPLOYMENT_STATUS_PENDING, Status::DEPLOYMENT_STATUS_DEPLOYING,
                             Status::DEPLOYMENT_STATUS_ACTIVE};
        CPPUNIT_ASSERT(started == start);
        const auto stop = watched(Protocol::connect, app::Spec::DESIRED_STATE_STOPPED, Status::DEPLOYMENT_STATUS_STOPPED);
        const States stopped{Status::DEPLOYMENT_STATUS_ACTIVE, Status::DEPLOYMENT_STATUS_SCALING_DOWN, Status::DEPLOYMENT_STATUS_STOPPED};
        CPPUNIT_ASSERT(stopped == stop);
    }

    /// What a watch tells until the app is in that state; it is updated when the first answer has come, so that one that is kept back
    /// would never come.
    std::vector<app::Status::DeploymentStatus> watched(Protocol protocol, app::Spec::DesiredState wanted,
                                                       app::Status::DeploymentStatus last) const
    {
        std::vector<app::Status::DeploymentStatus> seen;
        const auto heard = [&](const std::string& bytes)
        {
            app::WatchResponse event;
            CPPUNIT_ASSERT(event.ParseFromString(bytes));
            const auto& told = event.has_create_event() ? event.create_event().app() : event.update_event().updated_app();
            seen.push_back(told.status().conditions().rbegin()->deployment_status());
            if (seen.size() == 1) CPPUNIT_ASSERT_EQUAL(ok, by(protocol).call(updateApps, updateRequest(told, wanted)).code);
            return seen.back() != last;
        };
        CPPUNIT_ASSERT_EQUAL(cancelled, by(protocol).stream(watchApps, watchRequest(), std::chrono::minutes(1), heard).code);
        return seen;
    }

    void AWatchEndsAtItsDeadline()
    {
        for (const auto protocol : protocols)
        {
            const auto answersInTime = [&]
            {
                const auto begin = std::chrono::steady_clock::now();
                const auto outcome = by(protocol).stream(watchApps, watchRequest(), std::chrono::milliseconds(300));
                CPPUNIT_ASSERT_EQUAL(deadlineExceeded, outcome.code);
                const auto taken = std::chrono::steady_clock::now() - begin;
                CPPUNIT_ASSERT(taken >= std::chrono::milliseconds(290) && taken < std::chrono::seconds(30));
                return outcome.answers.size();
            };
            eventually("the one answer before the deadline", [&] { return answersInTime() == 1; }); // not always on a busy machine
        }
    }

    void AWatchEndsWithTheServer()
    {
        std::atomic<int> begun{0};
        std::vector<std::future<Outcome>> watches;
        for (const auto protocol : protocols)
            watches.push_back(std::async(std::launch::async,
                                         [&, protocol] {
                                             return by(protocol).stream(watchApps, watchRequest(), std::chrono::minutes(1),
                                                                        [&](const std::string&) { return ++begun > 0; });
                                         }));
        eventually("both watches", [&] { return begun == 2; });
        _served->server.reset();
        for (auto& watch : watches) CPPUNIT_ASSERT_EQUAL(ok, watch.get().code);
    }

    void BigMessagesPassAndTooBigOnesAreRefused()
    {
        dataproxy::UploadInputsRequest request;
        request.mutable_project_id()->set_name("flytesnacks");
        *request.mutable_task_id() = taskId();
        for (const auto protocol : protocols)
            for (const int mebibytes : {20, 32})
            {
                *request.mutable_inputs() = inputs();
                request.mutable_inputs()->mutable_literals(0)->mutable_value()->mutable_scalar()->mutable_primitive()->set_string_value(
                    std::string(static_cast<std::size_t>(mebibytes) << 20, 'x'));
                const auto outcome = by(protocol).call("/flyteidl2.dataproxy.DataProxyService/UploadInputs", request.SerializeAsString());
                CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.message, mebibytes == 20 ? ok : resourceExhausted, outcome.code);
            }
    }

    void CallersOfBothProtocolsAtOnceAreServed()
    {
        std::vector<std::future<void>> callers;
        for (int i = 0; i < 8; ++i)
            callers.push_back(std::async(std::launch::async,
                                         [this, i]
                                         {
                                             const auto name = "user-" + std::to_string(i);
                                             const auto caller = _served->caller(protocols[i % 2], "Bearer " + name);
                                             for (int calls = 0; calls < 50; ++calls)
                                             {
                                                 auth::UserInfoResponse response;
                                                 response.ParseFromString(caller.call(userInfo, "").answers.at(0));
                                                 CPPUNIT_ASSERT_EQUAL(name, response.subject());
                                             }
                                         }));
        for (auto& caller : callers) caller.get();
    }

    void SilentClientsHinderNobody()
    {
        std::vector<std::unique_ptr<WebConnection>> silent;
        for (int i = 0; i < 50; ++i)
        {
            silent.push_back(std::make_unique<WebConnection>(_served->port()));
            if (i % 5 > 0) silent.back()->send(std::string("PRI ").substr(0, static_cast<std::size_t>(i) % 5));
        }
        for (const auto protocol : protocols) CPPUNIT_ASSERT_EQUAL(ok, by(protocol).call(userInfo, "").code);
    }

    void GarbageHindersNobody()
    {
        for (const auto& garbage :
             {std::string("\0\0\0\0\0\0", 6), std::string("\x16\x03\x01\x02\x01\xfc"), std::string("PRI * HTTP/2.0\r\n\r\nXX"),
              std::string("PRI / HTTP/1.1\r\n\r\n"), std::string("SSH-2.0-x\r\n"), std::string(100'000, 'A')})
        {
            WebConnection connection(_served->port());
            try
            {
                connection.send(garbage);
            }
            catch (const Poco::Exception&)
            {
                // refused before all of it was taken
            }
            connection.socket().shutdownSend();
        }
        for (const auto protocol : protocols) CPPUNIT_ASSERT_EQUAL(ok, by(protocol).call(userInfo, "").code);
    }

    void ThePortIsFreeAgainAtOnce()
    {
        const auto port = _served->port();
        WebConnection kept(port);
        kept.ask(webRequest("GET", "/"));
        for (const auto protocol : protocols) CPPUNIT_ASSERT_EQUAL(ok, by(protocol).call(userInfo, "").code);
        CPPUNIT_ASSERT_THROW(sandbox::RpcServer(port, _served->answers()), std::runtime_error);
        _served->server.reset();
        _served->server.emplace(port, _served->answers());
        CPPUNIT_ASSERT_EQUAL(port, _served->port());
        for (const auto protocol : protocols) CPPUNIT_ASSERT_EQUAL(ok, _served->caller(protocol).call(userInfo, "").code);
    }

    void TheEndClosesConnectionsOfBothKinds()
    {
        WebConnection silent(_served->port()), idle(_served->port()), http2(_served->port());
        idle.ask(webRequest("GET", "/"));
        http2.send(std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33));
        CPPUNIT_ASSERT(http2.socket().poll(Poco::Timespan(60, 0), Poco::Net::Socket::SELECT_READ)); // its settings
        _served->server.reset();
        for (auto* connection : {&silent, &idle}) CPPUNIT_ASSERT(connection->closedWithin(std::chrono::seconds(10)));
        char bytes[4096];
        while (http2.socket().receiveBytes(bytes, sizeof bytes) > 0)
        {
        }
    }

    void AGrpcClientThatCallsNothingIsClosed()
    {
        const sandbox::Methods methods(_served->answers());
        sandbox::GrpcServer server(methods, std::chrono::milliseconds(200));
        int ends[2];
        CPPUNIT_ASSERT_EQUAL(0, ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends));
        host::FileDescriptor client(ends[0]);
        server.take(host::FileDescriptor(ends[1]));
        CPPUNIT_ASSERT(::send(client.number(), "PRI * HTTP/2.0\r\n", 16, MSG_NOSIGNAL) == 16);
        eventually("the end of the connection",
                   [&]
                   {
                       char bytes[4096];
                       return ::recv(client.number(), bytes, sizeof bytes, 0) == 0;
                   });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RpcServerTest);

} // namespace
