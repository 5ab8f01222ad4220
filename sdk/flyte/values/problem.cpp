#include "problem.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

namespace
{

bool isPlain(std::string_view key)
{
    const auto plain = [](char c)
    { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    return !key.empty() && std::all_of(key.begin(), key.end(), plain);
}

} // namespace

std::string Path::step() const
{
    if (_isIndex) return "[" + std::to_string(_index) + "]";
    if (!_parent) return shown(_key);
    return isPlain(_key) ? "." + shown(_key) : "[\"" + shown(_key) + "\"]";
}

std::string Path::text() const { return _parent ? _parent->text() + step() : step(); }

std::nullopt_t Conversion::mismatch(const Path& path, const std::string& expected, const Json& came)
{
    // A variant of another kind: nobody will want to read about it.
    if (path.depth() == _triedDepth) return refuse({{}, {}, path.depth(), false, {}});
    return refuse({path.text(), "expected " + expected + ", got " + std::string(kindOf(came)), path.depth(), false, {}});
}

std::nullopt_t Conversion::refuse(const Path& path, std::string what)
{
    return refuse({path.text(), std::move(what), path.depth(), true, {}});
}

std::nullopt_t Conversion::refuse(Problem problem)
{
    _problem = std::move(problem);
    return std::nullopt;
}

bool Trial::next()
{
    if (_conversion._nesting <= uncounted || ++_conversion._tries <= mostTries) return true;
    end();
    _conversion._exhausted = true;
    _conversion.refuse(_path, "has too many ways to be read as one of the variants of its type");
    return false;
}

void Trial::end()
{
    if (_ended) return;
    _ended = true;
    _conversion._triedDepth = _outer;
    --_conversion._nesting;
}

} // namespace flyte_webhook::flyte
