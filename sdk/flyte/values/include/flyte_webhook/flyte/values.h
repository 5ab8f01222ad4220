#pragma once
#include <flyte_webhook/plugin/errors.h>
#include <flyte_webhook/plugin/json.h>
#include <rapidjson/document.h>
#include <string_view>

namespace flyteidl2::core
{
class Literal;
class LiteralType;
class VariableMap;
} // namespace flyteidl2::core
namespace flyteidl2::task
{
class Inputs;
class Outputs;
class TaskSpec;
} // namespace flyteidl2::task

namespace flyte_webhook::flyte
{
namespace core = flyteidl2::core;
namespace task = flyteidl2::task;

// JSON to literals and back. Pure functions: no state, no input or output; any thread may call them. JSON must have been read
// by parseJson() (flyte_webhook/plugin/json_reader.h), else some numbers are others. Include the message's own header
// ("flyteidl2/core/literals.pb.h", ...) to use one.

/// The value as a literal of that type. `name` begins the path in errors ("xs" in `xs[1]`).
/// Throws InvalidArgument, which says where the value does not fit, what was expected and what came.
core::Literal toLiteral(const core::LiteralType& type, const rapidjson::Value& value, std::string_view name);

/// The inputs of a run of that task, in the order of its interface: the given value, else the input's default, else none for an optional.
/// `given` is the JSON object of inputs; of a key that comes twice the last one counts. Throws InvalidArgument: all missing and all
/// unknown names at once; when the names are right, all inputs whose value does not fit.
task::Inputs toInputs(const task::TaskSpec& spec, const rapidjson::Value& given);

/// Whether an input of that type may be left out though it has no default: an optional, a union with a variant for none.
bool takesNone(const core::LiteralType& type);

/// Writes the literal as one JSON value. Never fails: what cannot be shown becomes {"type": ..., "base64": ...}. `type` is the declared
/// type, or null when it is not known; it tells plain bytes from bytes in an unknown encoding.
void writeLiteral(JsonWriter& writer, const core::Literal& literal, const core::LiteralType* type);

/// Writes named literals as one JSON object, in their order. `types` are the declared inputs or outputs, or null.
void writeLiterals(JsonWriter& writer, const task::Inputs& inputs, const core::VariableMap* types);
void writeLiterals(JsonWriter& writer, const task::Outputs& outputs, const core::VariableMap* types);

} // namespace flyte_webhook::flyte
