#pragma once
#include "problem.h"
#include <string>
#include <vector>

namespace flyte_webhook::flyte
{

/// What became of the variants that did not fit. The nearest miss, the one that failed deepest inside the value, goes into the error.
class NearestMiss
{
public:
    explicit NearestMiss(const Path& path) : _path(path) {}

    /// Takes the conversion's problem, which is that of a variant that did not fit.
    void consider(Conversion& conversion);
    /// The problem of the whole: none of `variants` fits.
    std::nullopt_t refuse(const std::vector<std::string>& variants, const Json& value, Conversion& conversion) const;

private:
    const Path& _path;
    Problem _nearest;
    bool _any = false;
};

} // namespace flyte_webhook::flyte
