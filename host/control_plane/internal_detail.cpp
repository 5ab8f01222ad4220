#include "internal_detail.h"
#include <Poco/RegularExpression.h>

namespace flyte_webhook::host
{

namespace
{

// What repeats is bounded, or ends at another character than it repeats: no text makes the search slow.

/// Of networks that nobody else reaches; any with a port, which tells what was dialled; a name of a cluster.
constexpr auto internalAddress =
    R"re((?<![A-Za-z0-9.-])(?:)re"
    R"re((?:(?:10|127)(?:[.][0-9]{1,3}){3}|(?:192[.]168|169[.]254|172[.](?:1[6-9]|2[0-9]|3[01])))re"
    R"re((?:[.][0-9]{1,3}){2})(?::[0-9]{1,5})?|[0-9]{1,3}(?:[.][0-9]{1,3}){3}:[0-9]{1,5}|)re"
    R"re(\[[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9]{1,16})?\]:[0-9]{1,5}|)re"
    R"re((?:[A-Za-z0-9-]{1,63}[.]){1,9}(?:svc(?:[.]cluster[.]local)?|cluster[.]local|internal)(?::[0-9]{1,5})?)re"
    R"re()(?![A-Za-z0-9-]|[.][A-Za-z0-9]))re";

/// How Go, Python, Rust, and Java and JavaScript begin it.
constexpr auto stackTrace = R"re(goroutine [0-9]{1,20} \[|Traceback \(most recent call last\)|stack backtrace:|)re"
                            R"re(\bat [A-Za-z0-9_.$<>/]{1,200} ?\([^() ]{1,200}:[0-9]{1,9}(?::[0-9]{1,9})?\))re";

} // namespace

std::string withoutInternalDetail(std::string text)
{
    static const Poco::RegularExpression address(internalAddress), trace(stackTrace);
    if (Poco::RegularExpression::Match found; trace.match(text, 0, found) > 0)
    {
        text.resize(found.offset);
        text.erase(text.find_last_not_of(' ') + 1);
    }
    address.subst(text, "(an internal address)", Poco::RegularExpression::RE_GLOBAL);
    return text;
}

} // namespace flyte_webhook::host
