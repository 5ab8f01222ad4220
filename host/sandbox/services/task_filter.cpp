#include "sandbox/services/task_filter.h"
#include "sandbox/services/rpc_error.h"
#include <Poco/String.h>
#include <algorithm>

using flyteidl2::common::Filter;

namespace flyte_webhook::sandbox
{
namespace
{

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool endsWith(const std::string& text, const std::string& end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

} // namespace

bool passes(const Filter& filter, const std::string& name)
{
    if (filter.field() != "name") throw RpcError(Code::InvalidArgument, "cannot filter tasks by `" + filter.field() + "`, only by `name`");
    if (filter.values().empty()) throw RpcError(Code::InvalidArgument, "the filter by name has no value");
    const std::string& value = filter.values(0);
    const bool isAmong = std::find(filter.values().begin(), filter.values().end(), name) != filter.values().end();
    switch (filter.function())
    {
    case Filter::EQUAL: return name == value;
    case Filter::NOT_EQUAL: return name != value;
    case Filter::CONTAINS: return contains(name, value);
    case Filter::CONTAINS_CASE_INSENSITIVE: return contains(Poco::toLower(name), Poco::toLower(value));
    case Filter::ENDS_WITH: return endsWith(name, value);
    case Filter::NOT_ENDS_WITH: return !endsWith(name, value);
    case Filter::VALUE_IN: return isAmong;
    case Filter::VALUE_NOT_IN: return !isAmong;
    default: throw RpcError(Code::InvalidArgument, "cannot filter names with function " + std::to_string(filter.function()));
    }
}

} // namespace flyte_webhook::sandbox
