#pragma once
#include <cstddef>
#include <optional>
#include <rapidjson/document.h>
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

using Json = rapidjson::Value;

/// Deeper JSON is refused, deeper literals are not shown: recursion stays bounded whatever comes.
constexpr std::size_t maxDepth = 100;

/// How closely a value fits a type; of a union's variants the closest wins.
enum class Fit
{
    Exact,    ///< the type's own form
    Widened,  ///< an integer for a float and the like
    Converted ///< a text or number that stands for something else: a datetime, a file
};

/// Where a value stands in the document: a chain of frames on the stack, spelled out only when an error needs it.
class Path
{
public:
    explicit Path(std::string_view name) : _key(name) {}
    Path(const Path& parent, std::string_view key) : _parent(&parent), _key(key), _depth(parent._depth + 1) {}
    Path(const Path& parent, std::size_t index) : _parent(&parent), _index(index), _isIndex(true), _depth(parent._depth + 1) {}

    std::size_t depth() const { return _depth; }
    /// As in `o.items[0].count`; a key that is no plain word stands in brackets and quotes.
    std::string text() const;

private:
    std::string step() const;

    const Path* _parent = nullptr;
    std::string_view _key;
    std::size_t _index = 0;
    bool _isIndex = false;
    std::size_t _depth = 0;
};

/// Why a value does not fit.
struct Problem
{
    std::string path;
    std::string what;
    std::size_t depth = 0;
    bool inside = false; ///< the kind of JSON was right, its content was not

    std::string text() const { return path + ": " + what; }
};

/// One conversion: its last problem, and how much trying of variants it may still do.
class Conversion
{
public:
    /// The value is of another kind than `expected`.
    std::nullopt_t mismatch(const Path& path, const std::string& expected, const Json& came);
    /// The value is of the right kind; `what` says what is wrong with it.
    std::nullopt_t refuse(const Path& path, std::string what);

    /// The last problem, moved out.
    Problem takeProblem() { return std::move(_problem); }
    /// A variant is about to be tried. False when there were too many: a recursive type can make trying exponential.
    bool mayTry() { return ++_tries <= maxTries; }

private:
    static constexpr std::size_t maxTries = 30'000'000;

    Problem _problem;
    std::size_t _tries = 0;
};

} // namespace flyte_webhook::flyte
