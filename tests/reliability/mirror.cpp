#include "reliability/mirror.h"
#include <algorithm>
#include <cctype>
#include <flyteidl2/app/app_payload.pb.h>
#include <flyteidl2/auth/identity.pb.h>
#include <flyteidl2/cluster/payload.pb.h>
#include <flyteidl2/dataproxy/dataproxy_service.pb.h>
#include <flyteidl2/imagebuilder/payload.pb.h>
#include <flyteidl2/task/task_service.pb.h>
#include <flyteidl2/trigger/trigger_service.pb.h>
#include <flyteidl2/workflow/run_service.pb.h>

namespace flyte_webhook::test
{
namespace
{

using namespace flyteidl2;

constexpr const char* stem = "caller-";
constexpr const char* scheme = "Bearer ";
constexpr const char* proof = ".token";
constexpr const char* prefetchTask = "prefetch.hf_model";
const std::string place = "s3://";

/// Behind a caller's name: where its number ends.
std::size_t endOfName(const std::string& text, std::size_t begin)
{
    auto end = begin + std::char_traits<char>::length(stem);
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
    return end;
}

void addInput(task::TaskSpec& spec, const std::string& name, core::SimpleType type)
{
    auto& input = *spec.mutable_task_template()->mutable_interface()->mutable_inputs()->add_variables();
    input.set_key(name);
    input.mutable_value()->mutable_type()->set_simple(type);
}

task::TaskSpec prefetchSpec()
{
    task::TaskSpec spec;
    for (const char* name : {"repo", "task"}) addInput(spec, name, core::SimpleType::STRING);
    spec.mutable_task_template()->mutable_container()->mutable_resources();
    auto& modality = *spec.mutable_task_template()->mutable_interface()->mutable_inputs()->add_variables();
    modality.set_key("modality");
    modality.mutable_value()->mutable_type()->mutable_collection_type()->set_simple(core::SimpleType::STRING);
    return spec;
}

task::TaskSpec builderSpec()
{
    task::TaskSpec spec;
    for (const char* name : {"context", "spec", "target_image"}) addInput(spec, name, core::SimpleType::STRING);
    return spec;
}

/// A task with one text, which is called as the caller is, and a number as output.
task::TaskSpec ownSpec(const std::string& who)
{
    task::TaskSpec spec;
    addInput(spec, who + "-input", core::SimpleType::STRING);
    auto& output = *spec.mutable_task_template()->mutable_interface()->mutable_outputs()->add_variables();
    output.set_key("o0");
    output.mutable_value()->mutable_type()->set_simple(core::SimpleType::INTEGER);
    return spec;
}

task::TaskSpec specOf(const std::string& name, const std::string& who)
{
    auto spec = name == prefetchTask ? prefetchSpec() : name == "build-image" ? builderSpec() : ownSpec(who);
    spec.mutable_task_template()->set_type(who + "-type");
    return spec;
}

} // namespace

std::string callerName(int number) { return stem + std::to_string(number); }

std::string callerHeader(int number) { return std::string("Authorization: ") + scheme + callerName(number) + proof; }

std::string strangersIn(const std::string& text, const std::string& own)
{
    for (auto at = text.find(stem); at != std::string::npos; at = text.find(stem, at + 1))
    {
        const auto name = text.substr(at, endOfName(text, at) - at);
        if (name != own && name != stem) return "..." + text.substr(at - std::min<std::size_t>(at, 20), 60) + "...";
    }
    return {};
}

/// A call with who makes it.
struct MirroredCall
{
    MirroredCall(const ReceivedCall& received, const std::string& apps) : message(received.message), apps(apps)
    {
        const auto slash = received.method.rfind('/');
        const auto dot = received.method.rfind('.', slash);
        method = received.method.substr(dot + 1);
        if (received.metadata.count("authorization") != 1) return;
        const auto value = received.metadata.find("authorization")->second;
        const std::string begin = std::string(scheme) + stem;
        if (value.compare(0, begin.size(), begin) != 0) return;
        const auto from = std::char_traits<char>::length(scheme), to = endOfName(value, from);
        if (value.substr(to) != proof) return;
        who = value.substr(from, to - from);
        number = std::stoi(who.substr(std::char_traits<char>::length(stem)));
    }

    /// Names nobody by its nature: who the caller is, where a cluster is, and what all callers share.
    bool namesNobody() const
    {
        if (method == "IdentityService/UserInfo" || method == "ClusterService/SelectCluster") return true;
        const auto has = [this](const char* text) { return message.find(text) != std::string::npos; };
        return (method == "TaskService/ListTasks" && (has(prefetchTask) || has("build-image"))) ||
               (method == "TaskService/GetTaskDetails" && has("shared.task")) || method == "Svc/Follow";
    }

    template <typename T> T as() const
    {
        T request;
        request.ParseFromString(message);
        return request;
    }

    const std::string &message, &apps;
    std::string method, who;
    int number = 0;
};

namespace
{

// What each method answers. Those that are not here need only succeed.

std::string userInfo(const MirroredCall& call)
{
    auth::UserInfoResponse reply;
    reply.set_subject(call.who);
    reply.set_name(call.who + "-name");
    return reply.SerializeAsString();
}

std::string listTasks(const MirroredCall& call)
{
    task::ListTasksResponse reply;
    auto& id = *reply.add_tasks()->mutable_task_id();
    id.set_name(call.as<task::ListTasksRequest>().request().filters(0).values(0));
    id.set_version(call.who + "-v1");
    return reply.SerializeAsString();
}

std::string getTaskDetails(const MirroredCall& call)
{
    task::GetTaskDetailsResponse reply;
    const auto id = call.as<task::GetTaskDetailsRequest>().task_id();
    *reply.mutable_details()->mutable_task_id() = id;
    *reply.mutable_details()->mutable_spec() = specOf(id.name(), call.who);
    return reply.SerializeAsString();
}

/// The key in the inputs, up to what cannot stand in one.
std::string keyOf(const MirroredCall& call)
{
    const auto begin = call.message.find(call.who + "-k");
    if (begin == std::string::npos) return call.who;
    auto end = begin;
    while (end < call.message.size() && (std::isalnum(static_cast<unsigned char>(call.message[end])) || call.message[end] == '-')) ++end;
    return call.message.substr(begin, end - begin);
}

std::string uploadInputs(const MirroredCall& call)
{
    dataproxy::UploadInputsResponse reply;
    reply.mutable_offloaded_input_data()->set_uri(place + keyOf(call));
    return reply.SerializeAsString();
}

std::string getRunDetails(const MirroredCall& call)
{
    const auto is = [&](const char* kind) { return call.message.find(kind) != std::string::npos; };
    workflow::GetRunDetailsResponse reply;
    auto& action = *reply.mutable_details()->mutable_action();
    action.mutable_id()->set_name("a0");
    action.mutable_status()->set_phase(is("-running") ? common::ACTION_PHASE_RUNNING : common::ACTION_PHASE_SUCCEEDED);
    *action.mutable_task() = ownSpec(call.who);
    if (!is("-model")) return reply.SerializeAsString();
    auto& id = *action.mutable_metadata()->mutable_task()->mutable_id();
    id.set_project("system");
    id.set_domain("production");
    id.set_name(prefetchTask);
    return reply.SerializeAsString();
}

std::string getActionData(const MirroredCall& call)
{
    dataproxy::GetActionDataResponse reply;
    auto& input = *reply.mutable_inputs()->add_literals();
    input.set_name(call.who + "-input");
    input.mutable_value()->mutable_scalar()->mutable_primitive()->set_string_value(call.who + "-value");
    auto& output = *reply.mutable_outputs()->add_literals();
    output.set_name("o0");
    output.mutable_value()->mutable_scalar()->mutable_primitive()->set_integer(call.number);
    return reply.SerializeAsString();
}

std::string getApp(const MirroredCall& call)
{
    app::GetResponse reply;
    auto& app = *reply.mutable_app();
    *app.mutable_metadata()->mutable_id() = call.as<app::GetRequest>().app_id();
    app.mutable_metadata()->set_revision(static_cast<std::uint64_t>(call.number));
    app.mutable_status()->mutable_ingress()->set_public_url(call.apps + "/" + call.who + "/app");
    app.mutable_status()->add_conditions()->set_deployment_status(app::Status::DEPLOYMENT_STATUS_ACTIVE);
    return reply.SerializeAsString();
}

std::string updateApp(const MirroredCall& call)
{
    app::UpdateResponse reply;
    *reply.mutable_app() = call.as<app::UpdateRequest>().app();
    reply.mutable_app()->mutable_status()->add_conditions()->set_deployment_status(app::Status::DEPLOYMENT_STATUS_STOPPED);
    return reply.SerializeAsString();
}

std::string echo(const MirroredCall& call) { return "answer to " + call.message + " for " + call.who; }

const std::map<std::string, std::string (*)(const MirroredCall&)> answers{{"IdentityService/UserInfo", &userInfo},
                                                                          {"TaskService/ListTasks", &listTasks},
                                                                          {"TaskService/GetTaskDetails", &getTaskDetails},
                                                                          {"DataProxyService/UploadInputs", &uploadInputs},
                                                                          {"RunService/GetRunDetails", &getRunDetails},
                                                                          {"DataProxyService/GetActionData", &getActionData},
                                                                          {"AppService/Get", &getApp},
                                                                          {"AppService/Update", &updateApp},
                                                                          {"Svc/Do", &echo}};

} // namespace

void Mirror::note(const MirroredCall& call, const std::string& what)
{
    _trespasses.push_back(call.method + " of '" + call.who + "': " + what);
    if (onTrespass) onTrespass(_trespasses.back());
}

void Mirror::check(const MirroredCall& call)
{
    if (call.who.empty()) return note(call, "no token of a caller");
    const auto strangers = strangersIn(call.message, call.who);
    if (!strangers.empty()) return note(call, strangers);
    if (!call.namesNobody() && call.message.find(call.who) == std::string::npos) note(call, "names nothing of the caller's");
}

Answer Mirror::answer(const ReceivedCall& received)
{
    const MirroredCall call(received, _apps);
    const std::lock_guard lock(_mutex);
    ++_counts[call.method];
    check(call);
    if (call.method == "RunService/CreateRun") return {{createRun(call)}};
    if (call.method == "Svc/Follow") return {{call.who + "-1\n", call.who + "-2\n", call.who + "-3\n"}};
    const auto found = answers.find(call.method);
    return {{found == answers.end() ? std::string() : found->second(call)}};
}

std::string Mirror::createRun(const MirroredCall& call)
{
    const auto key = call.as<workflow::CreateRunRequest>().offloaded_input_data().uri().substr(place.size());
    if (++_runs[key] == 2 && key != call.who) note(call, "a second run for " + key);
    workflow::CreateRunResponse reply;
    reply.mutable_run()->mutable_action()->mutable_id()->mutable_run()->set_name(call.who + "-run-" + std::to_string(++_made));
    return reply.SerializeAsString();
}

std::vector<std::string> Mirror::trespasses() const
{
    const std::lock_guard lock(_mutex);
    return _trespasses;
}

std::size_t Mirror::calls() const
{
    const std::lock_guard lock(_mutex);
    std::size_t sum = 0;
    for (const auto& count : _counts) sum += count.second;
    return sum;
}

std::size_t Mirror::callsOf(const std::string& method) const
{
    const std::lock_guard lock(_mutex);
    const auto found = _counts.find(method);
    return found == _counts.end() ? 0 : found->second;
}

std::map<std::string, int> Mirror::runs() const
{
    const std::lock_guard lock(_mutex);
    return _runs;
}

} // namespace flyte_webhook::test
