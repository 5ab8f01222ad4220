#include "convert.h"
#include "flyteidl2/task/task_definition.pb.h"
#include "words.h"
#include <algorithm>
#include <flyte_webhook/flyte/values.h>
#include <map>
#include <unordered_map>
#include <vector>

namespace flyte_webhook::flyte
{

using flyteidl2::core::VariableEntry;
using flyteidl2::task::Inputs;
using flyteidl2::task::TaskSpec;

namespace
{

constexpr std::size_t mostProblems = 20;

/// What there is to choose from for one run: the task's inputs, their defaults, and what was given.
class InputsBuilder
{
public:
    InputsBuilder(const TaskSpec& spec, const Json& given) : _variables(spec.task_template().interface().inputs().variables())
    {
        for (const auto& parameter : spec.default_inputs())
            if (parameter.parameter().has_default_()) _defaults[parameter.name()] = &parameter.parameter().default_();
        for (const auto& member : given.GetObject()) _given[textOf(member.name)] = &member.value;
    }

    Inputs build()
    {
        for (const auto& variable : _variables) add(variable);
        checkNames();
        if (!_problems.empty()) throw InvalidArgument((_problems.size() == 1 ? "Invalid input " : "Invalid inputs: ") + joined());
        return std::move(_inputs);
    }

private:
    void add(const VariableEntry& variable)
    {
        auto& input = *_inputs.add_literals();
        input.set_name(variable.key());
        const auto given = _given.find(variable.key());
        if (given != _given.end())
            addGiven(variable, *given->second, *input.mutable_value());
        else if (const auto found = _defaults.find(variable.key()); found != _defaults.end())
            *input.mutable_value() = *found->second;
        else if (!addNone(variable, *input.mutable_value()))
            _missing.push_back(variable.key());
    }

    void addGiven(const VariableEntry& variable, const Json& value, Literal& literal)
    {
        Conversion conversion;
        if (!convert(variable.value().type(), value, literal, Path(variable.key()), conversion))
            _problems.push_back(conversion.takeProblem().text());
    }

    /// None, where the type has a variant for it.
    bool addNone(const VariableEntry& variable, Literal& literal)
    {
        if (!variable.value().type().has_union_type()) return false;
        Conversion conversion;
        return convert(variable.value().type(), Json(), literal, Path(variable.key()), conversion).has_value();
    }

    /// Wrong names come before wrong values: a misspelt input is both unknown and missing.
    void checkNames() const
    {
        const auto unknown = unknownNames();
        std::string text;
        if (!_missing.empty()) text = "Missing required inputs: " + listed(_missing);
        if (!unknown.empty()) text += (text.empty() ? "" : ". ") + ("Unknown inputs: " + listed(unknown)) + ". " + known();
        if (!text.empty()) throw InvalidArgument(text);
    }

    std::vector<std::string_view> names() const
    {
        std::vector<std::string_view> names;
        for (const auto& variable : _variables) names.emplace_back(variable.key());
        return names;
    }

    std::vector<std::string_view> unknownNames() const
    {
        auto rest = _given;
        for (const auto& variable : _variables) rest.erase(variable.key());
        std::vector<std::string_view> unknown;
        for (const auto& entry : rest) unknown.push_back(entry.first);
        return unknown;
    }

    std::string known() const { return _variables.empty() ? "The task has no inputs" : "The task's inputs: " + listed(names()); }

    std::string joined() const
    {
        std::string text;
        for (std::size_t i = 0; i < std::min(_problems.size(), mostProblems); ++i) text += (i ? "; " : "") + _problems[i];
        return _problems.size() > mostProblems ? text + "; and " + std::to_string(_problems.size() - mostProblems) + " more" : text;
    }

    const google::protobuf::RepeatedPtrField<VariableEntry>& _variables;
    std::unordered_map<std::string_view, const Literal*> _defaults;
    std::map<std::string_view, const Json*> _given; // of a key that comes twice the last one counts; sorted, since keys may be chosen
                                                    // so that they hash alike
    Inputs _inputs;
    std::vector<std::string_view> _missing;
    std::vector<std::string> _problems;
};

} // namespace

bool takesNone(const core::LiteralType& type)
{
    const auto& variants = type.union_type().variants();
    return std::any_of(variants.begin(), variants.end(),
                       [](const LiteralType& variant) { return variant.simple() == core::NONE && variant.has_simple(); });
}

task::Inputs toInputs(const task::TaskSpec& spec, const rapidjson::Value& given)
{
    if (!given.IsObject()) throw InvalidArgument("Expected the inputs as a JSON object, got " + std::string(kindOf(given)));
    return InputsBuilder(spec, given).build();
}

} // namespace flyte_webhook::flyte
