#pragma once
#include <flyteidl2/task/common.pb.h>
#include <flyteidl2/task/task_definition.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

/// The inputs in the order of the task's interface, with its defaults where none was given. Throws RpcError, InvalidArgument, that names
/// every input that is missing and every one that the task does not have.
flyteidl2::task::Inputs completeInputs(const flyteidl2::task::Inputs& given, const flyteidl2::task::TaskSpec& spec);

/// What runs with the same results share: task, cache version (or the whole task, when it has none) and inputs, but for those that are
/// ignored. Empty when the task is not cached.
std::string cacheKeyOf(const flyteidl2::task::Inputs& inputs, const flyteidl2::task::TaskSpec& spec);

/// The same message always gives the same bytes.
std::string stableBytes(const google::protobuf::MessageLite& message);

} // namespace flyte_webhook::sandbox
