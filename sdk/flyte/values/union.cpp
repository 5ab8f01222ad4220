#include "candidates.h"
#include "convert.h"
#include "words.h"

namespace flyte_webhook::flyte
{

namespace
{

/// The closest variant so far. Two that are equally close, but not exact, are a tie: choosing one would be guessing.
struct Best
{
    Literal literal;
    const LiteralType* variant = nullptr;
    Fit fit = Fit::Converted;
    bool tie = false;

    void consider(Literal&& made, const LiteralType& type, Fit how)
    {
        if (variant && how > fit) return;
        tie = variant && how == fit;
        literal = std::move(made);
        variant = &type;
        fit = how;
    }
};

std::vector<std::string> namesOf(const LiteralType& type)
{
    std::vector<std::string> names;
    for (const auto& variant : type.union_type().variants()) names.push_back(describe(variant));
    return names;
}

std::nullopt_t refuseTie(const LiteralType& type, const Json& value, const Path& path, Conversion& conversion)
{
    return conversion.refuse(path, "expected " + eitherOf(namesOf(type)) + ", got " + std::string(kindOf(value)) +
                                       " that could be more than one of them");
}

} // namespace

std::optional<Fit> convertUnion(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    Best best;
    NearestMiss miss(path);
    Trial trial(conversion, path);
    for (const auto& variant : type.union_type().variants())
    {
        if (!trial.next()) return std::nullopt;
        Literal made;
        const auto fit = convert(variant, value, made, path, conversion);
        if (fit)
            best.consider(std::move(made), variant, *fit);
        else if (conversion.exhausted())
            return std::nullopt;
        else
            miss.consider(conversion);
        if (fit == Fit::Exact) break;
    }
    trial.end();
    if (!best.variant) return miss.refuse(namesOf(type), value, conversion);
    if (best.tie) return refuseTie(type, value, path, conversion);
    auto& chosen = *literal.mutable_scalar()->mutable_union_();
    *chosen.mutable_value() = std::move(best.literal);
    *chosen.mutable_type() = *best.variant;
    return best.fit;
}

} // namespace flyte_webhook::flyte
