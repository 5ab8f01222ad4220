#include "sandbox/services/run_inputs.h"
#include "sandbox/base/digest.h"
#include "sandbox/services/rpc_error.h"
#include <algorithm>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

using flyteidl2::core::Literal;
using flyteidl2::task::Inputs;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

const Literal* givenValue(const Inputs& given, const std::string& name)
{
    for (const auto& input : given.literals())
        if (input.name() == name) return &input.value();
    return nullptr;
}

const Literal* defaultValue(const TaskSpec& spec, const std::string& name)
{
    for (const auto& parameter : spec.default_inputs())
        if (parameter.name() == name && parameter.parameter().has_default_()) return &parameter.parameter().default_();
    return nullptr;
}

void append(std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; }

std::string unknownNames(const Inputs& given, const TaskSpec& spec)
{
    const auto& declared = spec.task_template().interface().inputs().variables();
    std::string names;
    for (const auto& input : given.literals())
        if (std::none_of(declared.begin(), declared.end(), [&](const auto& entry) { return entry.key() == input.name(); }))
            append(names, input.name());
    return names;
}

} // namespace

Inputs completeInputs(const Inputs& given, const TaskSpec& spec)
{
    Inputs inputs;
    std::string missing;
    *inputs.mutable_context() = given.context();
    for (const auto& entry : spec.task_template().interface().inputs().variables())
    {
        const Literal* value = givenValue(given, entry.key());
        if (!value) value = defaultValue(spec, entry.key());
        if (!value)
        {
            append(missing, entry.key());
            continue;
        }
        auto& input = *inputs.add_literals();
        input.set_name(entry.key());
        *input.mutable_value() = *value;
    }
    if (!missing.empty()) throw RpcError(Code::InvalidArgument, "missing inputs: " + missing);
    if (const auto unknown = unknownNames(given, spec); !unknown.empty())
        throw RpcError(Code::InvalidArgument, "the task has no inputs named " + unknown);
    return inputs;
}

std::string cacheKeyOf(const Inputs& inputs, const TaskSpec& spec)
{
    const auto& metadata = spec.task_template().metadata();
    if (!metadata.discoverable()) return {};
    const auto& id = spec.task_template().id();
    const auto& ignored = metadata.cache_ignore_input_vars();
    std::string text = id.project() + "\n" + id.domain() + "\n" + id.name() + "\n";
    text += metadata.discovery_version().empty() ? stableBytes(spec)
                                                 : metadata.discovery_version() + "\n" + stableBytes(spec.task_template().interface());
    for (const auto& input : inputs.literals())
        if (std::find(ignored.begin(), ignored.end(), input.name()) == ignored.end()) text += "\n" + sha256(stableBytes(input));
    return sha256(text);
}

std::string stableBytes(const google::protobuf::MessageLite& message)
{
    std::string bytes;
    google::protobuf::io::StringOutputStream target(&bytes);
    google::protobuf::io::CodedOutputStream stream(&target);
    stream.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&stream);
    stream.Trim();
    return bytes;
}

} // namespace flyte_webhook::sandbox
