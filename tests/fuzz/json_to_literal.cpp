// JSON to literals: a line for the types of the inputs a, b, c ... (support/values.h) and one for the JSON schema of structs; or "=", and
// the bytes of one type, their length first. The rest is JSON, of the value or of all inputs. What is accepted is shown and accepted again
// as the same.
#include "flyteidl2/task/common.pb.h"
#include "flyteidl2/task/task_definition.pb.h"
#include "support/input.h"
#include "support/values.h"
#include <algorithm>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;
using flyteidl2::task::TaskSpec;

namespace
{

std::optional<core::Literal> literalOf(const core::LiteralType& type, const rapidjson::Value& value)
{
    try
    {
        return flyte::toLiteral(type, value, "x");
    }
    catch (const InvalidArgument& e)
    {
        require(*e.what() && std::string_view(e.what()).size() < 10000, "a refusal is a sentence", e.what());
        return std::nullopt;
    }
}

void order(rapidjson::Value& value)
{
    if (value.IsArray())
        for (auto& item : value.GetArray()) order(item);
    if (!value.IsObject()) return;
    for (auto& member : value.GetObject()) order(member.value);
    const auto name = [](const auto& member) { return std::string_view(member.name.GetString(), member.name.GetStringLength()); };
    std::sort(value.MemberBegin(), value.MemberEnd(), [&](const auto& one, const auto& other) { return name(one) < name(other); });
}

/// What was taken by one variant of a union may be shown as another one takes it, which shows its members in another order.
std::string ordered(const std::string& shown)
{
    auto document = parseJson(shown).value();
    order(document);
    return jsonOf([&](JsonWriter& writer) { document.Accept(writer); });
}

bool isSame(const std::string& shown, const std::string& other) { return shown == other || ordered(shown) == ordered(other); }

/// What is shown of a value that was shown, when it is passed in again.
std::optional<std::string> shownAgain(const core::LiteralType& type, const std::string& shown)
{
    const auto literal = literalOf(type, *parseJson(shown));
    return literal ? std::optional(written(*literal, &type)) : std::nullopt;
}

bool hasUnion(const core::LiteralType& type)
{
    if (type.has_collection_type()) return hasUnion(type.collection_type());
    return type.has_map_value_type() ? hasUnion(type.map_value_type()) : type.has_union_type();
}

/// What one variant of a union shows may fit an earlier one as well, {uri, format} of a table a file's type for example; what that one
/// shows stays.
void checkValue(const core::LiteralType& type, const rapidjson::Value& value)
{
    const auto literal = literalOf(type, value);
    if (!literal) return;
    require(written(*literal, nullptr).size() > 0, "a literal is shown without its type");
    const auto shown = written(*literal, &type);
    const auto next = shownAgain(type, shown);
    if (!next || isSame(*next, shown)) return;
    const auto last = hasUnion(type) ? shownAgain(type, *next) : std::nullopt;
    require(last && isSame(*last, *next), "a value that was shown stays the same", shown + "\n" + *next);
}

void checkInputs(const TaskSpec& spec, const rapidjson::Value& given)
{
    try
    {
        const auto inputs = flyte::toInputs(spec, given);
        const auto& declared = spec.task_template().interface().inputs();
        require(inputs.literals_size() == declared.variables_size(), "every input has a value");
        const auto json = jsonOf([&](JsonWriter& writer) { flyte::writeLiterals(writer, inputs, &declared); });
        require(parseJson(json).has_value(), "inputs are shown as JSON", json);
    }
    catch (const InvalidArgument& e)
    {
        require(*e.what(), "a refusal says why");
    }
}

TaskSpec taskBy(std::string_view types, std::string_view schema)
{
    TaskSpec spec;
    auto& inputs = *spec.mutable_task_template()->mutable_interface()->mutable_inputs();
    for (char name = 'a'; !types.empty() && inputs.variables_size() < 8; ++name)
    {
        auto& variable = *inputs.add_variables();
        variable.set_key(std::string(1, name));
        *variable.mutable_value()->mutable_type() = typeBy(types, schema);
    }
    return spec;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const bool byBytes = size > 0 && *data == '=';
    Input input(data + byBytes, size - byBytes);
    TaskSpec spec;
    if (byBytes)
    {
        auto& variable = *spec.mutable_task_template()->mutable_interface()->mutable_inputs()->add_variables();
        if (!variable.mutable_value()->mutable_type()->ParseFromString(std::string(input.sized()))) return -1;
    }
    else
    {
        const auto types = input.line();
        spec = taskBy(types, input.line());
    }
    const auto json = parseJson(input.rest());
    if (!json) return -1;
    const auto& inputs = spec.task_template().interface().inputs();
    if (inputs.variables_size() == 1) checkValue(inputs.variables(0).value().type(), *json);
    checkInputs(spec, *json);
    return 0;
}
