#include "messages.h"
#include <flyteidl2/cluster/payload.pb.h>

namespace
{

flyteidl2::core::Literal integer(std::int64_t value)
{
    flyteidl2::core::Literal literal;
    literal.mutable_scalar()->mutable_primitive()->set_integer(value);
    return literal;
}

} // namespace

std::string methodsOf(const std::vector<flyte_webhook::testing::RecordedCall>& calls)
{
    std::string methods;
    for (const auto& call : calls) methods += (methods.empty() ? "" : " ") + call.method.substr(call.method.find('/') + 1);
    return methods;
}

void addInput(flyteidl2::task::TaskSpec& spec, const std::string& name, flyteidl2::core::SimpleType type)
{
    auto& input = *spec.mutable_task_template()->mutable_interface()->mutable_inputs()->add_variables();
    input.set_key(name);
    input.mutable_value()->mutable_type()->set_simple(type);
}

void addDefault(flyteidl2::task::TaskSpec& spec, const std::string& name, std::int64_t value)
{
    auto& input = *spec.add_default_inputs();
    input.set_name(name);
    *input.mutable_parameter()->mutable_default_() = integer(value);
}

flyteidl2::task::TaskSpec adder()
{
    flyteidl2::task::TaskSpec spec;
    spec.mutable_task_template()->set_type("python");
    for (const char* name : {"a", "b", "c"}) addInput(spec, name, flyteidl2::core::SimpleType::INTEGER);
    auto& output = *spec.mutable_task_template()->mutable_interface()->mutable_outputs()->add_variables();
    output.set_key("o0");
    output.mutable_value()->mutable_type()->set_simple(flyteidl2::core::SimpleType::INTEGER);
    addDefault(spec, "b", 2);
    addDefault(spec, "c", 3);
    return spec;
}

std::string listed(const std::string& name, const std::string& version)
{
    flyteidl2::task::ListTasksResponse reply;
    reply.add_tasks()->mutable_task_id()->set_name(name);
    reply.mutable_tasks(0)->mutable_task_id()->set_version(version);
    return reply.SerializeAsString();
}

std::string detailsOf(const flyteidl2::task::TaskSpec& spec)
{
    flyteidl2::task::GetTaskDetailsResponse reply;
    *reply.mutable_details()->mutable_spec() = spec;
    return reply.SerializeAsString();
}

std::string created(const std::string& run)
{
    flyteidl2::workflow::CreateRunResponse reply;
    reply.mutable_run()->mutable_action()->mutable_id()->mutable_run()->set_name(run);
    return reply.SerializeAsString();
}

std::string stored(const std::string& uri)
{
    flyteidl2::dataproxy::UploadInputsResponse reply;
    reply.mutable_offloaded_input_data()->set_uri(uri);
    return reply.SerializeAsString();
}

std::string clusterAt(const std::string& endpoint)
{
    flyteidl2::cluster::SelectClusterResponse reply;
    reply.set_cluster_endpoint(endpoint);
    return reply.SerializeAsString();
}

std::string runIn(flyteidl2::common::ActionPhase phase, const flyteidl2::task::TaskSpec& spec)
{
    flyteidl2::workflow::GetRunDetailsResponse reply;
    auto& action = *reply.mutable_details()->mutable_action();
    action.mutable_id()->set_name("a0");
    action.mutable_status()->set_phase(phase);
    *action.mutable_task() = spec;
    return reply.SerializeAsString();
}

std::string dataOf(const Integers& inputs, const Integers& outputs)
{
    flyteidl2::dataproxy::GetActionDataResponse reply;
    const auto add = [](auto& literals, const Integers& values)
    {
        for (const auto& [name, value] : values)
        {
            auto& literal = *literals.add_literals();
            literal.set_name(name);
            *literal.mutable_value() = integer(value);
        }
    };
    if (!inputs.empty()) add(*reply.mutable_inputs(), inputs);
    if (!outputs.empty()) add(*reply.mutable_outputs(), outputs);
    return reply.SerializeAsString();
}
