#include "schema_constants.h"
#include "exact_number.h"
#include "members.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

using google::protobuf::ListValue;
using google::protobuf::Value;

namespace
{

bool equals(const Value& constant, const Json& value);

bool equalLists(const ListValue& constants, const Json& list)
{
    return std::equal(constants.values().begin(), constants.values().end(), list.Begin(), list.End(), equals);
}

bool equalObjects(const Struct& constants, const Json& object)
{
    const auto members = membersOf(object);
    const auto same = [&](const Json::Member* member)
    {
        const auto found = constants.fields().find(textOf(member->name));
        return found != constants.fields().end() && equals(found->second, member->value);
    };
    return members.size() == constants.fields().size() && std::all_of(members.begin(), members.end(), same);
}

bool equals(const Value& constant, const Json& value)
{
    switch (constant.kind_case())
    {
    case Value::kBoolValue: return value.IsBool() && value.GetBool() == constant.bool_value();
    case Value::kNumberValue: return value.IsNumber() && exact(value) == constant.number_value();
    case Value::kStringValue: return value.IsString() && textOf(value) == constant.string_value();
    case Value::kListValue: return value.IsArray() && equalLists(constant.list_value(), value);
    case Value::kStructValue: return value.IsObject() && equalObjects(constant.struct_value(), value);
    default: return value.IsNull();
    }
}

} // namespace

bool isAmongConstants(const Schema& schema, const Json& value)
{
    const auto same = [&](const Value& constant) { return equals(constant, value); };
    if (const auto constant = schema.find("const"); constant && !same(*constant)) return false;
    const auto values = schema.find("enum");
    if (!values) return true;
    return std::any_of(values->list_value().values().begin(), values->list_value().values().end(), same);
}

std::string constantsOf(const Schema& schema)
{
    const auto texts = schema.find("enum") ? schema.texts("enum") : schema.texts("const");
    return texts.empty() ? "one of the constants that its schema lists" : "one of " + listed(texts);
}

} // namespace flyte_webhook::flyte
