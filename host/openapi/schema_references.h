#pragma once
#include <functional>
#include <map>
#include <memory>
#include <rapidjson/document.h>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// A schema refers to its own parts from its root ("#/$defs/point"). In a document it is no root any more, so each such reference is
/// replaced by what `move` makes of it, which gets it with plain slashes. Values that are data and no schemas are left alone.
void moveReferences(rapidjson::Value& schema, const std::function<std::string(std::string_view)>& move,
                    rapidjson::Document::AllocatorType& allocator);

/// What a part of a schema defines, by the names that lead there from it. Each name is kept once, however many share it on their way.
struct Definitions
{
    std::map<std::string, std::unique_ptr<Definitions>> below;
    std::unique_ptr<rapidjson::Value> schema; ///< nothing where a name only leads on
};

/// Takes the schemas that stand under $defs or definitions, at the root or anywhere else, out of a schema.
Definitions takeDefinitions(rapidjson::Value& schema);

/// A step of such a reference as the member is called: "a~1b%25" leads to "a/b%".
std::string referredName(std::string_view step);

} // namespace flyte_webhook::host
