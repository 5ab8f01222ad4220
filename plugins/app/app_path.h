#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace flyte_webhook::app
{

/// A path that might lead elsewhere than below an app's address. what() says why, and what would be right.
struct StrayPath : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Throws StrayPath when the path has what some server takes for a way up or a break of a line: a segment "." or "..", a backslash, a
/// control character, bytes that are no UTF-8, however often escaped.
void requireToStayBelow(std::string_view path);

/// The path that a caller asks for, `path` or `path?query`, as it is put behind an app's address: "/path" with everything escaped that is
/// no path, and "query" likewise. Escapes in it stay as they are; a fragment is left out, as it is never sent. Throws StrayPath.
class AppPath
{
public:
    explicit AppPath(std::string_view given);

    const std::string& path() const noexcept { return _path; } ///< begins with one slash
    const std::string& query() const noexcept { return _query; }

private:
    std::string _path, _query;
};

} // namespace flyte_webhook::app
