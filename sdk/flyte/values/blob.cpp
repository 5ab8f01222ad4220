#include "convert.h"
#include "reference.h"
#include "words.h"

namespace flyte_webhook::flyte
{

using flyteidl2::core::BlobType;

namespace
{

void assign(std::string* to, std::string_view from) { to->assign(from.data(), from.size()); }

} // namespace

std::optional<Fit> convertBlob(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    const bool directory = type.blob().dimensionality() == BlobType::MULTIPART;
    // `name` and `dimensionality` come from answers of this server: what it gave out may be passed in again.
    const auto read = readReference(value, directory ? "directory" : "file", {"uri", "path", "format", "hash", "name", "dimensionality"},
                                    path, conversion);
    if (!read) return std::nullopt;
    const auto& declared = BlobType::BlobDimensionality_Name(type.blob().dimensionality());
    if (!read->dimensionality.empty() && read->dimensionality != declared)
        return conversion.refuse(path, "expected dimensionality " + declared + ", got " + shown(read->dimensionality));
    auto& blob = *literal.mutable_scalar()->mutable_blob();
    *blob.mutable_metadata()->mutable_type() = type.blob();
    if (!read->format.empty()) assign(blob.mutable_metadata()->mutable_type()->mutable_format(), read->format);
    assign(blob.mutable_uri(), read->uri);
    assign(literal.mutable_hash(), read->hash);
    return referenceFit(value);
}

} // namespace flyte_webhook::flyte
