#pragma once
#include <flyte_webhook/plugin/json.h>
#include <string_view>

namespace flyteidl2::task
{
class TaskSpec;
}

namespace flyte_webhook::flyte
{

// The interface of a task as JSON schema (draft 2020-12). Pure functions; any thread may call them. `pointer` is the place of the schema
// in the document that it becomes a part of, "#" when it is one of its own: references inside it begin there.

/// What toInputs() takes: an object of the inputs, each with its type, its description and its default. What the schema accepts is accepted
/// by toInputs(), and the other way round, but for values that no type could hold: durations near 10000 years, text that two variants of
/// a union could be equally well, more than 100 levels of JSON. So a STRUCT's own schema is told as far as toInputs() checks it: types,
/// members, elements, constants, bounds and lengths are; patterns, uniqueness and conditions are left out, and the task finds them broken.
/// So are references by which a value would be held against more than 256 places at once, and bounds and constants from 2^53 on.
/// `examples` holds one object that toInputs() takes; it is left out where none could be made.
void writeInputsSchema(JsonWriter& writer, const flyteidl2::task::TaskSpec& spec, std::string_view pointer = "#");

/// What writeLiterals() writes for the outputs, as far as the values are of their declared types and can be shown.
void writeOutputsSchema(JsonWriter& writer, const flyteidl2::task::TaskSpec& spec, std::string_view pointer = "#");

} // namespace flyte_webhook::flyte
