#pragma once
#include <Poco/URI.h>
#include <string>

namespace flyte_webhook::host
{

/// A text as one segment of a path: all that RFC 3986, section 2.3, does not leave unreserved is escaped, so it can neither end the segment
/// nor be read as a template.
inline std::string pathSegment(const std::string& text)
{
    std::string encoded;
    Poco::URI::encode(text, "#&+/:;=?@", encoded); // beside these Poco escapes what no address may hold
    return encoded;
}

} // namespace flyte_webhook::host
