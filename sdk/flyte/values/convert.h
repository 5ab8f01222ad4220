#pragma once
#include "flyteidl2/core/literals.pb.h"
#include "flyteidl2/core/types.pb.h"
#include "problem.h"

namespace flyte_webhook::flyte
{

using flyteidl2::core::Literal;
using flyteidl2::core::LiteralType;

/// Makes the literal of a value, into an empty `literal`. Nothing when the value does not fit: then the conversion has the problem, and
/// the literal is to be thrown away. One function a family of types; convert() chooses.
std::optional<Fit> convert(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);

std::optional<Fit> convertSimple(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertEnum(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertCollection(const LiteralType& type, const Json& value, Literal& literal, const Path& path,
                                     Conversion& conversion);
std::optional<Fit> convertMap(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertUnion(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertBlob(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertDataset(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertSchema(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);
std::optional<Fit> convertStruct(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion);

} // namespace flyte_webhook::flyte
