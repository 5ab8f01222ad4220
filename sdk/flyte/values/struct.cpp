#include "convert.h"
#include "struct_packer.h"
#include "words.h"

namespace flyte_webhook::flyte
{

std::optional<Fit> convertStruct(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    if (!value.IsObject()) return conversion.mismatch(path, describe(type), value);
    auto& binary = *literal.mutable_scalar()->mutable_binary();
    binary.set_tag("msgpack");
    return StructPacker(*binary.mutable_value(), conversion).pack(Schema(type.metadata()), value, path);
}

} // namespace flyte_webhook::flyte
