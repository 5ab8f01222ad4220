#include "schema_constants.h"
#include "members.h"
#include "words.h"
#include "write.h"
#include "written_json.h"
#include <algorithm>
#include <optional>
#include <vector>

namespace flyte_webhook::flyte
{

using google::protobuf::ListValue;
using google::protobuf::Value;

namespace
{

/// A value that is held against constants. Its members are looked up once, and where a constant may have as many.
class Compared
{
public:
    explicit Compared(const Json& value) : _value(value) {}

    bool equals(const Value& constant)
    {
        switch (constant.kind_case())
        {
        case Value::kBoolValue: return _value.IsBool() && _value.GetBool() == constant.bool_value();
        case Value::kNumberValue: return _value.IsNumber() && _value.GetDouble() == constant.number_value(); // constants are exact
        case Value::kStringValue: return _value.IsString() && textOf(_value) == constant.string_value();
        case Value::kListValue: return _value.IsArray() && equalsList(constant.list_value());
        case Value::kStructValue: return _value.IsObject() && equalsObject(constant.struct_value());
        default: return _value.IsNull();
        }
    }

private:
    bool equalsList(const ListValue& constants) const
    {
        return std::equal(constants.values().begin(), constants.values().end(), _value.Begin(), _value.End(),
                          [](const Value& constant, const Json& item) { return Compared(item).equals(constant); });
    }

    bool equalsObject(const Struct& constants)
    {
        if (_value.MemberCount() < constants.fields().size()) return false;
        if (!_members) _members = membersOf(_value);
        const auto same = [&](const Json::Member* member)
        {
            const auto found = constants.fields().find(textOf(member->name));
            return found != constants.fields().end() && Compared(member->value).equals(found->second);
        };
        return _members->size() == constants.fields().size() && std::all_of(_members->begin(), _members->end(), same);
    }

    const Json& _value;
    std::optional<std::vector<const Json::Member*>> _members;
};

/// A text as it is, what else is short as JSON.
std::string asText(const Value& constant)
{
    if (constant.kind_case() == Value::kStringValue) return constant.string_value();
    if (constant.has_list_value()) return "an array";
    if (constant.has_struct_value()) return "an object";
    return writtenText([&](JsonWriter& writer) { writeValue(writer, constant, 0); });
}

} // namespace

bool isAmongConstants(const Schema& schema, const Json& value)
{
    Compared compared(value);
    const auto same = [&](const Value& constant) { return compared.equals(constant); };
    if (const auto constant = schema.find("const"); constant && !same(*constant)) return false;
    const auto values = schema.find("enum");
    if (!values) return true;
    return std::any_of(values->list_value().values().begin(), values->list_value().values().end(), same);
}

std::string constantsOf(const Schema& schema)
{
    std::vector<std::string> constants; // as many as are told; of the others their number
    const auto add = [&](const Value& value) { constants.push_back(constants.size() < mostListed ? asText(value) : std::string()); };
    if (const auto values = schema.find("enum"))
        std::for_each(values->list_value().values().begin(), values->list_value().values().end(), add);
    else if (const auto constant = schema.find("const"))
        add(*constant);
    return constants.empty() ? "nothing, its schema lists no constants" : "one of " + listed({constants.begin(), constants.end()});
}

} // namespace flyte_webhook::flyte
