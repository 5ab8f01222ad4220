#include "reference.h"
#include "utf8.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

namespace
{

/// The text behind a key; empty for null. The last of two equal keys counts, as everywhere.
struct Fields
{
    std::string_view uri, path, format, hash, dimensionality, name;

    std::string_view* slot(std::string_view key)
    {
        if (key == "uri") return &uri;
        if (key == "path") return &path;
        if (key == "format") return &format;
        if (key == "hash") return &hash;
        if (key == "dimensionality") return &dimensionality;
        return &name;
    }
};

bool readText(const Json& value, std::string_view& text, const Path& path, Conversion& conversion)
{
    if (!value.IsString() && !value.IsNull()) return conversion.mismatch(path, "string", value), false;
    text = value.IsNull() ? std::string_view() : textOf(value);
    return isUtf8(text) || (conversion.refuse(path, "expected string of Unicode characters, got one with a lone surrogate"), false);
}

bool readFields(const Json& object, std::initializer_list<std::string_view> keys, Fields& fields, const Path& path, Conversion& conversion)
{
    for (const auto& member : object.GetObject())
    {
        const auto key = textOf(member.name);
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            return conversion.refuse(path, "has an unknown key " + shown(key) + ", known are " + listed(keys)), false;
        if (!readText(member.value, *fields.slot(key), Path(path, key), conversion)) return false;
    }
    return true;
}

} // namespace

std::optional<Reference> readReference(const Json& value, std::string_view what, std::initializer_list<std::string_view> keys,
                                       const Path& path, Conversion& conversion)
{
    const auto expected = std::string(what) + " as a uri, or as an object with " + listed({"uri", "format"});
    Fields fields;
    if (value.IsString())
    {
        if (!readText(value, fields.uri, path, conversion)) return std::nullopt;
    }
    else if (!value.IsObject())
        return conversion.mismatch(path, expected, value);
    else if (!readFields(value, keys, fields, path, conversion))
        return std::nullopt;
    const auto uri = fields.uri.empty() ? fields.path : fields.uri;
    if (uri.empty()) return conversion.refuse(path, "expected " + expected + ", got no uri");
    if (!fields.path.empty() && fields.path != uri) return conversion.refuse(path, "has a uri and another path; one of them is enough");
    return Reference{uri, fields.format, fields.hash, fields.dimensionality};
}

} // namespace flyte_webhook::flyte
