#pragma once
#include "sandbox/base/clock.h"
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// HTML being written. Text of any origin goes through text(), which escapes it; markup() takes literals of this program alone.
class Html
{
public:
    template <std::size_t Size> Html& markup(const char (&literal)[Size])
    {
        _text.append(literal, Size - 1);
        return *this;
    }

    Html& text(std::string_view text);

    /// A link: `target` is an escaped path, as pathTo...() make them.
    Html& link(std::string_view target, std::string_view text);

    /// A moment, in UTC.
    Html& time(Time time);

    const std::string& str() const noexcept { return _text; }

private:
    std::string _text;
};

std::string pathToRun(const std::string& project, const std::string& domain, const std::string& name);
std::string pathToApp(const std::string& project, const std::string& domain, const std::string& name);
std::string pathToTask(const std::string& project, const std::string& domain, const std::string& name);

} // namespace flyte_webhook::sandbox
