#include "app_path.h"
#include "utf8.h"
#include <algorithm>
#include <flyte_webhook/flyte/percent.h>

namespace flyte_webhook::app
{

namespace
{

// RFC 3986, section 3.3 and 3.4, without the unreserved characters.
constexpr std::string_view pathCharacters = "!$&'()*+,;=:@/", queryCharacters = "!$&'()*+,;=:@/?";

bool hasControl(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// Servers decode once, or once more behind a proxy.
std::string decodedToTheEnd(std::string_view text)
{
    constexpr int mostRounds = 5;
    std::string decoded(text);
    for (int round = 0; round <= mostRounds; ++round)
    {
        auto next = flyte::percentDecoded(decoded);
        if (next == decoded) return decoded;
        decoded = std::move(next);
    }
    throw StrayPath("the path is escaped too many times over; once is right");
}

/// A segment may bear parameters, "..;x", that some servers take off before they look.
bool isDots(std::string_view segment)
{
    segment = segment.substr(0, segment.find(';'));
    return segment == "." || segment == "..";
}

void refuseControls(std::string_view text, const char* what)
{
    if (hasControl(text)) throw StrayPath(std::string(what) + " must hold no control character");
}

} // namespace

void requireToStayBelow(std::string_view path)
{
    const auto plain = decodedToTheEnd(path);
    refuseControls(plain, "the path");
    if (!isUtf8(plain)) throw StrayPath("the path must be UTF-8");
    if (plain.find('\\') != plain.npos) throw StrayPath("the path must hold no backslash; segments are separated by /");
    for (std::string_view rest = plain;;)
    {
        const auto end = rest.find('/');
        if (isDots(rest.substr(0, end))) throw StrayPath("the path must have no segment . or ..; write where it leads to");
        if (end == rest.npos) return;
        rest.remove_prefix(end + 1);
    }
}

AppPath::AppPath(std::string_view given)
{
    given = given.substr(0, given.find('#'));
    const auto mark = std::min(given.find('?'), given.size());
    auto path = given.substr(0, mark);
    const auto query = given.substr(std::min(mark + 1, given.size()));
    requireToStayBelow(path);
    refuseControls(query, "the path's query");
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    _path = "/" + flyte::percentEncoded(path, pathCharacters, true);
    _query = flyte::percentEncoded(query, queryCharacters, true);
}

} // namespace flyte_webhook::app
