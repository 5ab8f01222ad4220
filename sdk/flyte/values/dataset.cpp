#include "convert.h"
#include "reference.h"

namespace flyte_webhook::flyte
{

namespace
{

/// A schema has no place for a format, but takes one, so that a table is given alike everywhere.
std::optional<Reference> readTable(const Json& value, const Path& path, Conversion& conversion)
{
    return readReference(value, "table", {"uri", "path", "format"}, path, conversion);
}

} // namespace

std::optional<Fit> convertDataset(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    const auto read = readTable(value, path, conversion);
    if (!read) return std::nullopt;
    auto& dataset = *literal.mutable_scalar()->mutable_structured_dataset();
    dataset.set_uri(read->uri.data(), read->uri.size());
    auto& made = *dataset.mutable_metadata()->mutable_structured_dataset_type();
    made = type.structured_dataset_type();
    if (!read->format.empty()) made.set_format(read->format.data(), read->format.size());
    return referenceFit(value);
}

std::optional<Fit> convertSchema(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    const auto read = readTable(value, path, conversion);
    if (!read) return std::nullopt;
    auto& schema = *literal.mutable_scalar()->mutable_schema();
    schema.set_uri(read->uri.data(), read->uri.size());
    *schema.mutable_type() = type.schema();
    return referenceFit(value);
}

} // namespace flyte_webhook::flyte
