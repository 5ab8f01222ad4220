#include <flyte_webhook/flyte/console.h>

namespace flyte_webhook::flyte
{

namespace
{

bool isUnreserved(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

/// A name as one segment of a path.
std::string segment(const std::string& name)
{
    static const char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : name)
    {
        if (isUnreserved(c))
            encoded += c;
        else
            ((encoded += '%') += digits[static_cast<unsigned char>(c) >> 4]) += digits[static_cast<unsigned char>(c) & 15];
    }
    return encoded;
}

} // namespace

std::string Console::page(const Place& place, const char* kind, const std::string& name) const
{
    return _url + "/v2/domain/" + segment(place.domain) + "/project/" + segment(place.project) + "/" + kind + "/" + segment(name);
}

} // namespace flyte_webhook::flyte
