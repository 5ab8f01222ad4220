#pragma once
#include "write.h"
#include <string_view>

namespace flyte_webhook::flyte
{

/// Writes the keywords of the JSON schema that a STRUCT's metadata holds, into an object that is open; `pointer` is the place of that
/// object. References are led there, integers get the bounds that the converter has, and types that other keywords tell are said. Keywords
/// whose value is not what JSON schema wants are left out, as the converter passes over them. Where there is no schema, any object fits.
/// What the object says already, a description or a default, is left out.
void writeCarriedSchema(JsonWriter& writer, const google::protobuf::Struct& schema, std::string_view pointer, bool described,
                        bool hasDefault);

} // namespace flyte_webhook::flyte
