#include "inputs_example.h"
#include "default_json.h"
#include <flyte_webhook/flyte/values.h>
#include <unordered_map>

namespace flyte_webhook::flyte
{

using flyteidl2::task::TaskSpec;

namespace
{

/// Chooses a value for each input.
class InputsExample
{
public:
    InputsExample(const TaskSpec& spec, Example& example) : _spec(spec), _example(example)
    {
        for (const auto& parameter : spec.default_inputs())
            if (parameter.parameter().has_default_()) _defaults[parameter.name()] = &parameter.parameter().default_();
    }

    std::optional<MadeJson> make()
    {
        Json inputs(rapidjson::kObjectType);
        for (const auto& variable : _spec.task_template().interface().inputs().variables())
            if (auto value = valueOf(variable.key(), variable.value().type()))
                inputs.AddMember(textJson(variable.key(), _example.allocator()), *value, _example.allocator());
        return isTaken(inputs) ? std::optional<MadeJson>(std::move(inputs)) : std::nullopt;
    }

private:
    std::optional<MadeJson> valueOf(std::string_view name, const LiteralType& type)
    {
        if (const auto found = _defaults.find(name); found != _defaults.end()) return defaultJson(*found->second, type, _example);
        if (type.has_union_type() && _example.isTaken(type, Json())) return Json();
        auto value = _example.of(type);
        return value && _example.isTaken(type, *value) ? std::move(value) : std::nullopt;
    }

    /// What had to be left out is missing now, unless it has a default.
    bool isTaken(const Json& inputs) const
    {
        try
        {
            toInputs(_spec, inputs);
            return true;
        }
        catch (const InvalidArgument&)
        {
            return false;
        }
    }

    const TaskSpec& _spec;
    Example& _example;
    std::unordered_map<std::string_view, const Literal*> _defaults;
};

} // namespace

std::optional<MadeJson> inputsExample(const TaskSpec& spec, Example& example) { return InputsExample(spec, example).make(); }

} // namespace flyte_webhook::flyte
