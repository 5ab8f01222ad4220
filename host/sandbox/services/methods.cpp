#include "sandbox/services/methods.h"
#include "sandbox/services/app_answers.h"
#include "sandbox/services/data_answers.h"
#include "sandbox/services/image_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/task_answers.h"
#include "sandbox/services/trigger_answers.h"
#include "sandbox/services/upload_answers.h"
#include <flyteidl2/auth/identity.pb.h>
#include <flyteidl2/cluster/payload.pb.h>
#include <limits>

using namespace flyteidl2;

namespace flyte_webhook::sandbox
{
namespace
{

template <typename Request> Request requestOf(const Call& call)
{
    Request request;
    const auto bytes = call.message();
    const bool good = bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()) &&
                      request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!good) throw RpcError(Code::InvalidArgument, "what was sent is no serialised " + request.GetTypeName());
    return request;
}

Caller callerOf(const Call& call)
{
    Caller caller = sandbox::callerOf(call.credentials());
    caller.authority = call.authority();
    return caller;
}

/// `answer(caller, request)` returns the answer.
template <typename Request, typename Answer> Method answeredBy(Answer answer)
{
    return {false, [answer](Call& call)
            {
                const Caller caller = callerOf(call);
                call.send(answer(caller, requestOf<Request>(call)).SerializeAsString());
            }};
}

template <typename Class, typename Response, typename Request>
Method method(const Class& service, Response (Class::*answer)(const Request&) const)
{
    return answeredBy<Request>([&service, answer](const Caller&, const Request& request) { return (service.*answer)(request); });
}

/// `WithCaller` is `const Caller&`, or nothing.
template <typename Class, typename Response, typename Request, typename... WithCaller>
Method method(Class& service, Response (Class::*answer)(const Request&, WithCaller...))
{
    return answeredBy<Request>([&service, answer](const Caller& caller, const Request& request)
                               { return (service.*answer)(request, static_cast<WithCaller>(caller)...); });
}

template <typename Response, typename Request> Method method(Response (*answer)(const Request&, const Caller&))
{
    return answeredBy<Request>([answer](const Caller& caller, const Request& request) { return answer(request, caller); });
}

auth::UserInfoResponse userInfo(const auth::UserInfoRequest&, const Caller& caller)
{
    auth::UserInfoResponse info;
    info.set_subject(caller.subject);
    info.set_name(caller.subject);
    info.set_preferred_username(caller.subject);
    return info;
}

/// There is one cluster, and it is this server, by the name that the caller knows it by.
cluster::SelectClusterResponse thisCluster(const cluster::SelectClusterRequest&, const Caller& caller)
{
    cluster::SelectClusterResponse selected;
    selected.set_cluster_endpoint("http://" + caller.authority);
    selected.set_cluster("sandbox");
    return selected;
}

Method watch(const AppAnswers& apps)
{
    return {true, [&apps](Call& call)
            {
                callerOf(call);
                apps.watch(
                    requestOf<app::WatchRequest>(call),
                    [&](const app::WatchResponse& event) { return call.send(event.SerializeAsString()); }, [&] { return call.isGone(); });
            }};
}

} // namespace

Methods::Methods(const Answers& to)
    : _table{
          {"/flyteidl2.app.AppService/Get", method(to.apps, &AppAnswers::get)},
          {"/flyteidl2.app.AppService/Update", method(to.apps, &AppAnswers::update)},
          {"/flyteidl2.app.AppService/Watch", watch(to.apps)},
          {"/flyteidl2.auth.IdentityService/UserInfo", method(userInfo)},
          {"/flyteidl2.cluster.ClusterService/SelectCluster", method(thisCluster)},
          {"/flyteidl2.dataproxy.DataProxyService/CreateUploadLocation", method(to.uploads, &UploadAnswers::location)},
          {"/flyteidl2.dataproxy.DataProxyService/GetActionData", method(to.data, &DataAnswers::data)},
          {"/flyteidl2.dataproxy.DataProxyService/UploadInputs", method(to.data, &DataAnswers::upload)},
          {"/flyteidl2.imagebuilder.ImageService/GetImage", method(to.images, &ImageAnswers::get)},
          {"/flyteidl2.task.TaskService/GetTaskDetails", method(to.tasks, &TaskAnswers::details)},
          {"/flyteidl2.task.TaskService/ListTasks", method(to.tasks, &TaskAnswers::list)},
          {"/flyteidl2.trigger.TriggerService/GetTriggerDetails", method(to.triggers, &TriggerAnswers::details)},
          {"/flyteidl2.trigger.TriggerService/UpdateTriggers", method(to.triggers, &TriggerAnswers::update)},
          {"/flyteidl2.workflow.RunService/AbortRun", method(to.runs, &RunAnswers::abort)},
          {"/flyteidl2.workflow.RunService/CreateRun", method(to.runs, &RunAnswers::create)},
          {"/flyteidl2.workflow.RunService/GetRunDetails", method(to.runs, &RunAnswers::details)},
      }
{
}

const Method* Methods::find(std::string_view path) const
{
    const auto found = _table.find(path);
    return found == _table.end() ? nullptr : &found->second;
}

} // namespace flyte_webhook::sandbox
