#pragma once
#include <functional>
#include <rapidjson/document.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// A schema refers to its own parts from its root ("#/$defs/point"). In a document it is no root any more, so each such reference is
/// replaced by what `move` makes of it, which gets it with plain slashes. Values that are data and no schemas are left alone.
void moveReferences(rapidjson::Value& schema, const std::function<std::string(std::string_view)>& move,
                    rapidjson::Document::AllocatorType& allocator);

/// Where a part of a schema stands: the names that lead there from its root.
using SchemaSteps = std::vector<std::string>;

/// Takes the schemas that stand under $defs or definitions, at the root or anywhere else, out of a schema, and gives them to `take`: what
/// stands inside of others first.
void takeDefinitions(rapidjson::Value& schema, const std::function<void(const SchemaSteps&, rapidjson::Value)>& take);

/// A step of such a reference as the member is called: "a~1b%25" leads to "a/b%".
std::string referredName(std::string_view step);

} // namespace flyte_webhook::host
