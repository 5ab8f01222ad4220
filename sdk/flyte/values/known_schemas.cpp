#include "known_schemas.h"

namespace flyte_webhook::flyte
{

KnownSchemas::Known::Known(const Schema& schema)
    : referred(schema.referred()), parts(schema.parts()), choices(schema.choices()), types(schema.types()),
      tellsInside(schema.tellsInside())
{
}

Schema KnownSchemas::resolved(Schema schema)
{
    while (const auto& next = of(schema).referred) schema = *next;
    return schema;
}

} // namespace flyte_webhook::flyte
