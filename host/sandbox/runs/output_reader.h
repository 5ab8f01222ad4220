#pragma once
#include <flyteidl2/core/interface.pb.h>
#include <flyteidl2/task/common.pb.h>
#include <stdexcept>
#include <string>

namespace flyte_webhook::sandbox
{

/// Outputs that are missing or are not what the task declares; tells all of them.
struct BadOutputs : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Reads a command's outputs, one file each, in the order of the declaration. A text, number, boolean, datetime or duration stands in its
/// file as it is, a newline at the end does not count; lists, maps, structs and unions are JSON (a union's text may stand there without
/// quotes); a binary is the file's bytes; a file, folder or dataset is what lies there, and its address becomes the value. An output that
/// may be none may be left out. Throws BadOutputs.
flyteidl2::task::Outputs readOutputs(const flyteidl2::core::VariableMap& outputs, const std::string& folder);

} // namespace flyte_webhook::sandbox
