#pragma once
#include "problem.h"
#include <initializer_list>
#include <string_view>

namespace flyte_webhook::flyte
{

/// What JSON says of something that lies in storage: a uri string, or an object with uri (or path), format and more.
/// Views into the JSON; an empty one was not given, or was null.
struct Reference
{
    std::string_view uri;
    std::string_view format;
    std::string_view hash;
    std::string_view dimensionality;
};

/// Nothing when the value is neither, when it names no uri or two, or has a key that is not among `keys`. `what` is the type's name.
std::optional<Reference> readReference(const Json& value, std::string_view what, std::initializer_list<std::string_view> keys,
                                       const Path& path, Conversion& conversion);

/// How closely a value fits that was read as a reference: a bare text could be many things.
inline Fit referenceFit(const Json& value) { return value.IsString() ? Fit::Converted : Fit::Exact; }

} // namespace flyte_webhook::flyte
