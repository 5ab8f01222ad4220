#pragma once
#include <rapidjson/document.h>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// A schema refers to its own parts from its root ("#/$defs/point"). In a document it is no root any more, so each such reference gets
/// `place`, where the schema stands then ("#/components/schemas/Name"), put before it. Values that are data and no schemas are left alone.
void moveReferences(rapidjson::Value& schema, std::string_view place, rapidjson::Document::AllocatorType& allocator);

} // namespace flyte_webhook::host
