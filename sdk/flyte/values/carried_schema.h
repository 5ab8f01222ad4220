#pragma once
#include "write.h"
#include <cstddef>
#include <string_view>

namespace flyte_webhook::flyte
{

/// Writes the keywords of the JSON schema that a STRUCT's metadata holds, into an object that is open; `pointer` is the place of that
/// object. What is written accepts what the converter accepts: keywords that do not count (findKeyword()) are left out, `oneOf` becomes
/// `anyOf`, references are led there, integers get the bounds that the converter has, types that other keywords tell are said, and booleans
/// become objects. A schema that takes more than objects, and stands inside itself, is written below `allOf`. Where there is no schema, any
/// object fits. What the object says already, a description or a default, is left out. `room`: how many bytes references may still become
/// longer by being led there; those beyond are left out.
void writeCarriedSchema(JsonWriter& writer, const google::protobuf::Struct& schema, std::string_view pointer, bool described,
                        bool hasDefault, std::size_t& room);

} // namespace flyte_webhook::flyte
