#pragma once
#include "convert.h"
#include "struct_example.h"

namespace flyte_webhook::flyte
{

/// Makes values that types take, for people to begin with. Thread: one at a time.
class Example
{
public:
    explicit Example(Allocator& allocator) : _allocator(allocator) {}

    Allocator& allocator() { return _allocator; }

    /// Nothing when none was found.
    std::optional<MadeJson> of(const LiteralType& type);

    /// Whether the value can be given for that type.
    bool isTaken(const LiteralType& type, const Json& value);

private:
    std::optional<MadeJson> ofSimple(const LiteralType& type);
    std::optional<MadeJson> ofStruct(const LiteralType& type);
    std::optional<MadeJson> ofVariants(const LiteralType& type);
    std::optional<MadeJson> asObject(const LiteralType& place);
    std::optional<MadeJson> text(std::string_view value) { return textJson(value, _allocator); }

    Allocator& _allocator;
    Conversion _conversion; ///< one for all, so that trying comes to an end whatever the type is
    int _left = 50'000;     ///< variants that values may still be held against
};

} // namespace flyte_webhook::flyte
