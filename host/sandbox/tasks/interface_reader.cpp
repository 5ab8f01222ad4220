#include "sandbox/tasks/interface_reader.h"
#include "sandbox/tasks/type_syntax.h"
#include <algorithm>
#include <cctype>
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/task/common.pb.h>
#include <stdexcept>

using flyteidl2::core::Variable;
using flyteidl2::core::VariableMap;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

/// Such a name is a file's name too.
bool isVariableName(std::string_view name)
{
    const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
    return !name.empty() && name.size() <= 128 && !std::isdigit(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(), fits);
}

void readType(const rapidjson::Value& json, const std::string& where, Problems& problems, Variable& variable)
{
    try
    {
        *variable.mutable_type() = typeFromJson(json);
    }
    catch (const std::invalid_argument& e)
    {
        problems.add(where, e.what());
    }
}

void readDefault(const rapidjson::Value& json, const std::string& where, const std::string& name, Problems& problems,
                 const Variable& variable, TaskSpec& spec)
{
    try
    {
        auto& parameter = *spec.add_default_inputs();
        parameter.set_name(name);
        *parameter.mutable_parameter()->mutable_var() = variable;
        *parameter.mutable_parameter()->mutable_default_() = flyte::toLiteral(variable.type(), json, name);
    }
    catch (const InvalidArgument& e)
    {
        problems.add(where, e.what());
    }
}

/// A variable is its type alone, or an object with `type`, `description` and, for an input, `default`.
void readVariable(const std::string& name, const rapidjson::Value& json, const std::string& where, Problems& problems, Variable& variable,
                  TaskSpec* defaults)
{
    if (!json.IsObject() || !json.HasMember("type")) return readType(json, where, problems, variable);
    ObjectReader reader(json, where, problems);
    readType(*reader.find("type"), where + ".type", problems, variable);
    variable.set_description(reader.text("description"));
    const auto* value = defaults ? reader.find("default") : nullptr;
    if (value && variable.type().type_case()) readDefault(*value, where + ".default", name, problems, variable, *defaults);
    reader.finish();
}

void readVariables(ObjectReader& reader, const char* key, Problems& problems, VariableMap& variables, TaskSpec* defaults)
{
    const auto* json = reader.find(key);
    if (!json) return;
    if (!json->IsObject()) return reader.problem(key, "must be an object of names and types");
    for (const auto& member : json->GetObject())
    {
        const std::string name(member.name.GetString(), member.name.GetStringLength());
        const std::string where = reader.pathOf(key) + "." + name;
        if (!isVariableName(name)) problems.add(where, "a name consists of letters, digits and _, and begins with no digit");
        auto& entry = *variables.add_variables();
        entry.set_key(name);
        readVariable(name, member.value, where, problems, *entry.mutable_value(), defaults);
    }
}

} // namespace

void readInterface(ObjectReader& reader, Problems& problems, TaskSpec& spec)
{
    auto& interface = *spec.mutable_task_template()->mutable_interface();
    readVariables(reader, "inputs", problems, *interface.mutable_inputs(), &spec);
    readVariables(reader, "outputs", problems, *interface.mutable_outputs(), nullptr);
}

void checkExample(const rapidjson::Value& example, const TaskSpec& spec, Problems& problems)
{
    if (!example.IsObject()) return problems.add("example", "must be an object of inputs");
    try
    {
        flyte::toInputs(spec, example);
    }
    catch (const InvalidArgument& e)
    {
        problems.add("example", e.what());
    }
}

} // namespace flyte_webhook::sandbox
