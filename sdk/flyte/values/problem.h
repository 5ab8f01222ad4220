#pragma once
#include "known_schemas.h"
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
    std::size_t depth = 0; ///< how far inside the value the fit was lost
    bool inside = false;   ///< the kind of JSON was right, its content was not
    std::string root;      ///< of a union in which nothing fits: the problem at the bottom of it

    std::string text() const { return path + ": " + what; }
};

/// One conversion: its last problem, how much trying of variants it may still do, and what it knows of the schemas that types carry.
class Conversion
{
public:
    /// The value is of another kind than `expected`.
    std::nullopt_t mismatch(const Path& path, const std::string& expected, const Json& came);
    /// The value is of the right kind; `what` says what is wrong with it.
    std::nullopt_t refuse(const Path& path, std::string what);
    /// Any other problem.
    std::nullopt_t refuse(Problem problem);

    /// The last problem, moved out.
    Problem takeProblem() { return std::move(_problem); }
    /// Whether trying came to its end: whatever fails now does not mean that the value does not fit.
    bool exhausted() const { return _exhausted; }
    /// How many values are being tried as one of several variants, one inside the other.
    std::size_t nesting() const { return _nesting; }
    KnownSchemas& schemas() { return _schemas; }

private:
    friend class Trial;

    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    Problem _problem;
    KnownSchemas _schemas;
    std::size_t _triedDepth = nowhere; ///< of the value whose variants are being tried
    std::size_t _nesting = 0;
    std::size_t _tries = 0;
    bool _exhausted = false;
};

/// The time during which the variants of one value are tried. Values inside it may have variants too: with a type that holds itself that
/// becomes exponential, so trying far inside is counted and ends at some point.
class Trial
{
public:
    /// `Variants`: one of several must fit, so a problem that only says "another kind of value" is not spelled out. `Parts`: all must.
    enum Of
    {
        Variants,
        Parts
    };

    Trial(Conversion& conversion, const Path& path, Of of = Variants) : _conversion(conversion), _path(path), _outer(conversion._triedDepth)
    {
        if (of == Variants) conversion._triedDepth = path.depth();
        ++conversion._nesting;
    }
    ~Trial() { end(); }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    /// Another variant is about to be tried. False when there were too many: then the conversion has that problem.
    bool next();
    /// All variants were tried: from here on problems are those of the value itself.
    void end();

private:
    static constexpr std::size_t uncounted = 3; // levels at which trying is still proportional to the document
    static constexpr std::size_t mostTries = 500'000;

    Conversion& _conversion;
    const Path& _path;
    std::size_t _outer;
    bool _ended = false;
};

} // namespace flyte_webhook::flyte
