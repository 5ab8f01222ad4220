#include "default_json.h"
#include "flyteidl2/core/interface.pb.h"
#include "flyteidl2/task/task_definition.pb.h"
#include "inputs_example.h"
#include "type_schema.h"
#include <flyte_webhook/flyte/json_schema.h>
#include <flyte_webhook/flyte/values.h>
#include <unordered_map>

namespace flyte_webhook::flyte
{

using flyteidl2::core::VariableEntry;
using flyteidl2::core::VariableMap;
using flyteidl2::task::TaskSpec;

namespace
{

constexpr std::string_view draft = "https://json-schema.org/draft/2020-12/schema";

/// Writes the schema of an object that has a member for each variable.
class InterfaceSchema
{
public:
    InterfaceSchema(JsonWriter& writer, TypeSchema::Of of, std::string_view pointer)
        : _writer(writer), _of(of), _isDocument(pointer == "#"), _types(writer, of, pointer)
    {
    }

    void writeInputs(const TaskSpec& spec)
    {
        for (const auto& parameter : spec.default_inputs())
            if (parameter.parameter().has_default_()) _defaults[parameter.name()] = &parameter.parameter().default_();
        write(spec.task_template().interface().inputs(), inputsExample(spec, _example));
    }

    void write(const VariableMap& variables, const std::optional<MadeJson>& example = {})
    {
        _writer.StartObject();
        if (_isDocument) text("$schema", draft);
        text("type", "object");
        _writer.Key("properties");
        _writer.StartObject();
        for (const auto& variable : variables.variables()) writeVariable(variable);
        _writer.EndObject();
        writeRequired(variables);
        _writer.Key("additionalProperties");
        _writer.Bool(false);
        if (example) writeExample(*example);
        _writer.EndObject();
    }

private:
    void text(const char* keyword, std::string_view value)
    {
        _writer.Key(keyword);
        writeText(_writer, value);
    }

    void writeVariable(const VariableEntry& variable)
    {
        const auto& type = variable.value().type();
        TypeSchema::Said said;
        writeKey(_writer, variable.key());
        _writer.StartObject();
        if (const auto& description = variable.value().description(); (said.description = !description.empty()))
            text("description", description);
        if (const auto found = _defaults.find(variable.key()); (said.fallback = found != _defaults.end()))
            writeDefault(*found->second, type);
        _types.under({"properties", variable.key()}, [&] { _types.writeKeywords(type, said); });
        _writer.EndObject();
    }

    /// One that cannot be given is not told: it is taken when nothing is given, which shows by what is required.
    void writeDefault(const Literal& literal, const LiteralType& type)
    {
        const auto value = defaultJson(literal, type, _example);
        if (!value) return;
        _writer.Key("default");
        value->Accept(_writer);
    }

    void writeRequired(const VariableMap& variables)
    {
        _writer.Key("required");
        _writer.StartArray();
        for (const auto& variable : variables.variables())
            if (_of == TypeSchema::Of::Outputs || (!_defaults.count(variable.key()) && !takesNone(variable.value().type())))
                writeText(_writer, variable.key());
        _writer.EndArray();
    }

    void writeExample(const Json& example)
    {
        _writer.Key("examples");
        _writer.StartArray();
        example.Accept(_writer);
        _writer.EndArray();
    }

    JsonWriter& _writer;
    const TypeSchema::Of _of;
    const bool _isDocument;
    TypeSchema _types;
    std::unordered_map<std::string_view, const Literal*> _defaults;
    rapidjson::Document _made; ///< holds what the example is made of
    Example _example{_made.GetAllocator()};
};

} // namespace

void writeInputsSchema(JsonWriter& writer, const TaskSpec& spec, std::string_view pointer)
{
    InterfaceSchema(writer, TypeSchema::Of::Inputs, pointer).writeInputs(spec);
}

void writeOutputsSchema(JsonWriter& writer, const TaskSpec& spec, std::string_view pointer)
{
    InterfaceSchema(writer, TypeSchema::Of::Outputs, pointer).write(spec.task_template().interface().outputs());
}

} // namespace flyte_webhook::flyte
