#pragma once
#include "schema.h"
#include <unordered_map>

namespace flyte_webhook::flyte
{

/// What has been found out about places in schemas: looking for circles takes long, and what comes of it depends on the place alone.
/// A view: the types must outlive it.
class KnownSchemas
{
public:
    struct Known
    {
        explicit Known(const Schema& schema);

        std::optional<Schema> referred;
        std::vector<Schema> parts, choices;
        std::vector<std::string_view> types;
        bool tellsInside;
    };

    const Known& of(const Schema& schema) { return _known.try_emplace(schema.place(), schema).first->second; }
    /// As Schema::resolved().
    Schema resolved(Schema schema);

private:
    std::unordered_map<const void*, Known> _known;
};

} // namespace flyte_webhook::flyte
