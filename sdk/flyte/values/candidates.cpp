#include "candidates.h"
#include "words.h"

namespace flyte_webhook::flyte
{

void NearestMiss::consider(Conversion& conversion)
{
    auto problem = conversion.takeProblem();
    if (!problem.inside && problem.depth <= _path.depth()) return; // another kind of value altogether
    if (_any && problem.depth <= _nearest.depth) return;
    _nearest = std::move(problem);
    _any = true;
}

std::nullopt_t NearestMiss::refuse(const std::vector<std::string>& variants, const Json& value, Conversion& conversion) const
{
    if (!_any) return conversion.mismatch(_path, eitherOf(variants), value);
    const auto root = _nearest.root.empty() ? _nearest.text() : _nearest.root;
    const auto what = "expected " + eitherOf(variants) + ", got " + std::string(kindOf(value)) + " that fits none of them (" + root + ")";
    return conversion.refuse({_path.text(), what, _nearest.depth, true, root});
}

} // namespace flyte_webhook::flyte
