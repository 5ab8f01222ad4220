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
    _problem = {path.text(), "expected " + expected + ", got " + std::string(kindOf(came)), path.depth(), false};
    return std::nullopt;
}

std::nullopt_t Conversion::refuse(const Path& path, std::string what)
{
    _problem = {path.text(), std::move(what), path.depth(), true};
    return std::nullopt;
}

} // namespace flyte_webhook::flyte
