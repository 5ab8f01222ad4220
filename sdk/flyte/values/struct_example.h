#pragma once
#include "schema.h"
#include "written_json.h"

namespace flyte_webhook::flyte
{

/// Makes values that JSON schemas accept, to begin with: required members and those with a default, one element a list, no two alike in a
/// set. What a schema shows of itself goes before what is made up. Thread: one at a time.
class StructExample
{
public:
    explicit StructExample(Allocator& allocator) : _allocator(allocator) {}

    /// Of the whole, which is an object. Nothing when none was found: a pattern cannot be turned into a text, and a schema may hold itself.
    std::optional<MadeJson> of(const Schema& schema) { return make(schema, 0); }

private:
    std::optional<MadeJson> make(const Schema& schema, int depth);
    std::optional<MadeJson> shownBy(const Schema& schema);
    std::optional<MadeJson> firstOf(const std::vector<Schema>& choices, int depth);
    std::optional<MadeJson> merged(std::vector<std::optional<MadeJson>> parts);
    std::optional<MadeJson> ofTypes(const Schema& schema, int depth);
    std::optional<MadeJson> typed(std::string_view type, const Schema& schema, int depth);
    std::optional<MadeJson> number(const Schema& schema, bool whole);
    std::optional<MadeJson> object(const Schema& schema, int depth);
    std::optional<MadeJson> array(const Schema& schema, int depth);
    std::optional<MadeJson> element(const Schema& schema, const Json& others, int depth);
    std::optional<MadeJson> text(const Schema& schema);

    Allocator& _allocator;
    int _left = 1000; ///< values that may still be made
    int _another = 0; ///< which one is wanted of several that would do
};

} // namespace flyte_webhook::flyte
