#include "model_inputs.h"
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/task/common.pb.h>
#include <flyteidl2/task/task_definition.pb.h>
#include <set>

namespace flyte_webhook::prefetch
{

namespace
{

/// Collects the JSON of the inputs, the names of those that have no place in it, and what else the task needs.
class Collector
{
public:
    explicit Collector(const flyteidl2::task::TaskSpec& spec)
    {
        for (const auto& input : spec.task_template().interface().inputs().variables())
        {
            _declared.insert(input.key());
            if (!flyte::takesNone(input.value().type())) _needed.insert(input.key());
        }
        for (const auto& input : spec.default_inputs())
            if (input.parameter().has_default_()) _needed.erase(input.name());
    }

    /// A parameter with a fallback: it is left out only where the task does not declare it and the value says nothing.
    void add(const char* name, rapidjson::Value value, bool isFallback)
    {
        _needed.erase(name);
        if (_declared.count(name))
            _json.AddMember(rapidjson::StringRef(name), std::move(value), _json.GetAllocator());
        else if (!isFallback)
            (_undeclared += _undeclared.empty() ? "" : ", ") += name;
    }

    void add(const char* name, const ModelWish::Text& value)
    {
        _needed.erase(name); // who asks may give it
        if (value) add(name, text(*value), false);
    }

    rapidjson::Value text(const std::string& value) { return rapidjson::Value(value, _json.GetAllocator()); }

    rapidjson::Value list(const std::vector<std::string>& values)
    {
        rapidjson::Value list(rapidjson::kArrayType);
        for (const auto& value : values) list.PushBack(text(value), _json.GetAllocator());
        return list;
    }

    const rapidjson::Value& json() const { return _json; }
    const std::string& undeclared() const { return _undeclared; }
    std::string declared() const { return _declared.empty() ? "nothing" : listed(_declared); }

    /// Of the inputs that the task cannot do without those that nobody can give, because no parameter stands for them.
    std::string beyondReach() const { return listed(_needed); }

private:
    static std::string listed(const std::set<std::string>& names)
    {
        std::string text;
        for (const auto& name : names) (text += text.empty() ? "" : ", ") += name;
        return text;
    }

    std::set<std::string> _declared, _needed;
    rapidjson::Document _json{rapidjson::kObjectType};
    std::string _undeclared;
};

} // namespace

flyteidl2::task::Inputs toInputs(const ModelWish& wish, const flyteidl2::task::TaskSpec& spec, const std::string& task)
{
    Collector inputs(spec);
    inputs.add("repo", inputs.text(wish.repository), false);
    inputs.add("raw_data_path", wish.rawDataPath);
    inputs.add("artifact_name", wish.artifactName);
    inputs.add("architecture", wish.architecture);
    inputs.add("task", inputs.text(wish.task), wish.task == "auto");
    inputs.add("modality", inputs.list(wish.modality), wish.modality == std::vector<std::string>{"text"});
    inputs.add("serial_format", wish.serialFormat);
    inputs.add("model_type", wish.modelType);
    inputs.add("short_description", wish.shortDescription);
    if (const auto names = inputs.beyondReach(); !names.empty())
        throw NotImplemented("The task " + task +
                             " cannot be used as the prefetch task: it needs inputs that a prefetch does not have: " + names);
    if (!inputs.undeclared().empty())
        throw InvalidArgument("The prefetch task " + task + " does not take: " + inputs.undeclared() + "; it takes: " + inputs.declared());
    return flyte::toInputs(spec, inputs.json());
}

} // namespace flyte_webhook::prefetch
