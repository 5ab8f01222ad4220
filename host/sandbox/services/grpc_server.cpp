#include "sandbox/services/grpc_server.h"
#include "sandbox/base/log_line.h"
#include "sandbox/services/app_answers.h"
#include "sandbox/services/caller.h"
#include "sandbox/services/data_answers.h"
#include "sandbox/services/image_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/task_answers.h"
#include "sandbox/services/trigger_answers.h"
#include "sandbox/services/upload_answers.h"
#include <chrono>
#include <flyteidl2/app/app_service.grpc.pb.h>
#include <flyteidl2/auth/identity.grpc.pb.h>
#include <flyteidl2/cluster/service.grpc.pb.h>
#include <flyteidl2/dataproxy/dataproxy_service.grpc.pb.h>
#include <flyteidl2/imagebuilder/service.grpc.pb.h>
#include <flyteidl2/task/task_service.grpc.pb.h>
#include <flyteidl2/trigger/trigger_service.grpc.pb.h>
#include <flyteidl2/workflow/run_service.grpc.pb.h>
#include <grpcpp/grpcpp.h>
#include <stdexcept>

namespace flyte_webhook::sandbox
{
namespace
{

using grpc::ServerContext;
using grpc::Status;

constexpr int largestMessage = 32 << 20;

std::string_view metadata(const ServerContext& context, const char* key)
{
    const auto found = context.client_metadata().find(key);
    return found == context.client_metadata().end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
}

Caller callerOf(const ServerContext& context)
{
    return sandbox::callerOf({metadata(context, "authorization"), metadata(context, "cookie"), metadata(context, "x-api-key")});
}

/// The one barrier between exceptions and statuses: who calls must be somebody, then `work` does what was asked for.
template <typename Work> Status guarded(const ServerContext& context, Work&& work)
{
    try
    {
        work(callerOf(context));
        return Status::OK;
    }
    catch (const RpcError& e)
    {
        return Status(static_cast<grpc::StatusCode>(e.code()), e.what());
    }
    catch (const std::exception& e)
    {
        logLine(std::string("a call failed: ") + e.what());
        return Status(grpc::StatusCode::INTERNAL, e.what());
    }
}

/// `work` makes the answer.
template <typename Response, typename Work> Status answered(const ServerContext& context, Response& response, Work&& work)
{
    return guarded(context, [&](const Caller& caller) { response = work(caller); });
}

class Identity final : public flyteidl2::auth::IdentityService::Service
{
    Status UserInfo(ServerContext* context, const flyteidl2::auth::UserInfoRequest*, flyteidl2::auth::UserInfoResponse* response) override
    {
        return answered(*context, *response,
                        [](const Caller& caller)
                        {
                            flyteidl2::auth::UserInfoResponse info;
                            info.set_subject(caller.subject);
                            info.set_name(caller.subject);
                            info.set_preferred_username(caller.subject);
                            return info;
                        });
    }
};

class Cluster final : public flyteidl2::cluster::ClusterService::Service
{
    /// There is one cluster, and it is this server, by the name that the caller knows it by.
    Status SelectCluster(ServerContext* context, const flyteidl2::cluster::SelectClusterRequest*,
                         flyteidl2::cluster::SelectClusterResponse* response) override
    {
        return answered(*context, *response,
                        [&](const Caller&)
                        {
                            const auto authority = context->ExperimentalGetAuthority();
                            flyteidl2::cluster::SelectClusterResponse selected;
                            selected.set_cluster_endpoint("http://" + std::string(authority.data(), authority.size()));
                            selected.set_cluster("sandbox");
                            return selected;
                        });
    }
};

class Tasks final : public flyteidl2::task::TaskService::Service
{
public:
    explicit Tasks(const TaskAnswers& answers) : _answers(answers) {}

private:
    Status ListTasks(ServerContext* context, const flyteidl2::task::ListTasksRequest* request,
                     flyteidl2::task::ListTasksResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.list(*request); });
    }

    Status GetTaskDetails(ServerContext* context, const flyteidl2::task::GetTaskDetailsRequest* request,
                          flyteidl2::task::GetTaskDetailsResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.details(*request); });
    }

    const TaskAnswers& _answers;
};

class Runs final : public flyteidl2::workflow::RunService::Service
{
public:
    explicit Runs(RunAnswers& answers) : _answers(answers) {}

private:
    Status CreateRun(ServerContext* context, const flyteidl2::workflow::CreateRunRequest* request,
                     flyteidl2::workflow::CreateRunResponse* response) override
    {
        return answered(*context, *response, [&](const Caller& caller) { return _answers.create(*request, caller); });
    }

    Status GetRunDetails(ServerContext* context, const flyteidl2::workflow::GetRunDetailsRequest* request,
                         flyteidl2::workflow::GetRunDetailsResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.details(*request); });
    }

    Status AbortRun(ServerContext* context, const flyteidl2::workflow::AbortRunRequest* request,
                    flyteidl2::workflow::AbortRunResponse* response) override
    {
        return answered(*context, *response, [&](const Caller& caller) { return _answers.abort(*request, caller); });
    }

    RunAnswers& _answers;
};

class Data final : public flyteidl2::dataproxy::DataProxyService::Service
{
public:
    Data(DataAnswers& answers, const UploadAnswers& uploads) : _answers(answers), _uploads(uploads) {}

private:
    Status CreateUploadLocation(ServerContext* context, const flyteidl2::dataproxy::CreateUploadLocationRequest* request,
                                flyteidl2::dataproxy::CreateUploadLocationResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _uploads.location(*request); });
    }

    Status UploadInputs(ServerContext* context, const flyteidl2::dataproxy::UploadInputsRequest* request,
                        flyteidl2::dataproxy::UploadInputsResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.upload(*request); });
    }

    Status GetActionData(ServerContext* context, const flyteidl2::dataproxy::GetActionDataRequest* request,
                         flyteidl2::dataproxy::GetActionDataResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.data(*request); });
    }

    DataAnswers& _answers;
    const UploadAnswers& _uploads;
};

class AppServices final : public flyteidl2::app::AppService::Service
{
public:
    explicit AppServices(AppAnswers& answers) : _answers(answers) {}

private:
    Status Get(ServerContext* context, const flyteidl2::app::GetRequest* request, flyteidl2::app::GetResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.get(*request); });
    }

    Status Update(ServerContext* context, const flyteidl2::app::UpdateRequest* request, flyteidl2::app::UpdateResponse* response) override
    {
        return answered(*context, *response, [&](const Caller& caller) { return _answers.update(*request, caller); });
    }

    Status Watch(ServerContext* context, const flyteidl2::app::WatchRequest* request,
                 grpc::ServerWriter<flyteidl2::app::WatchResponse>* writer) override
    {
        return guarded(*context,
                       [&](const Caller&)
                       {
                           _answers.watch(
                               *request, [&](const flyteidl2::app::WatchResponse& event) { return writer->Write(event); },
                               [&] { return context->IsCancelled(); });
                       });
    }

    AppAnswers& _answers;
};

class TriggerServices final : public flyteidl2::trigger::TriggerService::Service
{
public:
    explicit TriggerServices(TriggerAnswers& answers) : _answers(answers) {}

private:
    Status GetTriggerDetails(ServerContext* context, const flyteidl2::trigger::GetTriggerDetailsRequest* request,
                             flyteidl2::trigger::GetTriggerDetailsResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.details(*request); });
    }

    Status UpdateTriggers(ServerContext* context, const flyteidl2::trigger::UpdateTriggersRequest* request,
                          flyteidl2::trigger::UpdateTriggersResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.update(*request); });
    }

    TriggerAnswers& _answers;
};

class Images final : public flyteidl2::imagebuilder::ImageService::Service
{
public:
    explicit Images(const ImageAnswers& answers) : _answers(answers) {}

private:
    Status GetImage(ServerContext* context, const flyteidl2::imagebuilder::GetImageRequest* request,
                    flyteidl2::imagebuilder::GetImageResponse* response) override
    {
        return answered(*context, *response, [&](const Caller&) { return _answers.get(*request); });
    }

    const ImageAnswers& _answers;
};

} // namespace

class GrpcServer::Core
{
public:
    Core(unsigned short port, const Answers& answers)
        : _answers(answers), _tasks(answers.tasks), _runs(answers.runs), _data(answers.data, answers.uploads), _apps(answers.apps),
          _triggers(answers.triggers), _images(answers.images)
    {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(), &_port);
        builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0); // a port that is taken is an error
        builder.SetMaxReceiveMessageSize(largestMessage);
        for (grpc::Service* service :
             std::initializer_list<grpc::Service*>{&_identity, &_cluster, &_tasks, &_runs, &_data, &_apps, &_triggers, &_images})
            builder.RegisterService(service);
        _server = builder.BuildAndStart();
        if (!_server || _port == 0)
            throw std::runtime_error("cannot listen on 127.0.0.1:" + std::to_string(port) +
                                     " for gRPC: is the port taken? 0 picks a free one");
    }

    ~Core()
    {
        _answers.apps.endWatches();
        _server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
        _server->Wait();
    }

    unsigned short port() const noexcept { return static_cast<unsigned short>(_port); }

private:
    const Answers _answers;
    Identity _identity;
    Cluster _cluster;
    Tasks _tasks;
    Runs _runs;
    Data _data;
    AppServices _apps;
    TriggerServices _triggers;
    Images _images;
    int _port = 0;
    std::unique_ptr<grpc::Server> _server;
};

GrpcServer::GrpcServer(unsigned short port, const Answers& answers) : _core(std::make_unique<Core>(port, answers)) {}

GrpcServer::~GrpcServer() = default;

unsigned short GrpcServer::port() const noexcept { return _core->port(); }

} // namespace flyte_webhook::sandbox
