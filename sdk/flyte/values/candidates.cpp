#include "candidates.h"
#include "words.h"

namespace flyte_webhook::flyte
{

void NearestMiss::consider(Problem problem)
{
    if (!problem.inside && problem.depth <= _path.depth()) return; // another kind of value altogether
    if (_any && problem.depth <= _nearest.depth) return;
    _nearest = std::move(problem);
    _any = true;
}

std::nullopt_t NearestMiss::refuse(const std::vector<std::string>& variants, const Json& value, Conversion& conversion) const
{
    if (!_any) return conversion.mismatch(_path, eitherOf(variants), value);
    const auto what =
        "expected " + eitherOf(variants) + ", got " + std::string(kindOf(value)) + " that fits none of them (" + _nearest.text() + ")";
    conversion.refuse(_path, what);
    return std::nullopt;
}

} // namespace flyte_webhook::flyte
