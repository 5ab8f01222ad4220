#pragma once
#include <flyteidl2/common/list.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

/// Whether a task of that name passes. Throws RpcError, InvalidArgument, for another field than `name` and for a function that names do
/// not have.
bool passes(const flyteidl2::common::Filter& filter, const std::string& name);

} // namespace flyte_webhook::sandbox
