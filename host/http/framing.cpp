#include "framing.h"
#include "base/header_text.h"
#include "characters.h"
#include <limits>

namespace flyte_webhook::host
{

namespace
{

/// Goes through a comma-separated list.
template <typename Visit> void eachOf(std::string_view list, Visit visit)
{
    for (bool more = true; more;)
    {
        const auto comma = list.find(',');
        visit(Characters::trimmed(list.substr(0, comma)));
        more = comma != std::string_view::npos;
        if (more) list.remove_prefix(comma + 1);
    }
}

/// The fields that frame a request, each at most once.
struct FramingFields
{
    std::string_view host;
    std::string_view length;
    std::string_view coding;
    const char* repeated = nullptr;
    bool close = false;
    bool keepAlive = false;
    bool expectsContinue = false;

    explicit FramingFields(const HttpRequest& head)
    {
        for (const auto& field : head.headers) take(field);
    }

private:
    void take(const HeaderField& field)
    {
        if (sameName(field.name, "host"))
            once(host, field, "The request has more than one Host header");
        else if (sameName(field.name, "content-length"))
            once(length, field, "The request has more than one Content-Length");
        else if (sameName(field.name, "transfer-encoding"))
            once(coding, field, "The request has more than one Transfer-Encoding");
        else if (sameName(field.name, "connection"))
            takeOptions(field.value);
        else if (sameName(field.name, "expect"))
            expectsContinue = sameName(field.value, "100-continue");
    }

    void once(std::string_view& place, const HeaderField& field, const char* otherwise)
    {
        if (place.data()) repeated = otherwise;
        place = field.value;
    }

    void takeOptions(std::string_view list)
    {
        eachOf(list,
               [this](std::string_view option)
               {
                   if (sameName(option, "close")) close = true;
                   if (sameName(option, "keep-alive")) keepAlive = true;
               });
    }
};

Rejection checkHost(std::string_view host, bool http11)
{
    if (!host.data()) return http11 ? Rejection{ErrorKind::MalformedRequest, "The request has no Host header"} : Rejection{};
    return Characters::areAuthority(host) ? Rejection{} : Rejection{ErrorKind::MalformedRequest, "The Host header is malformed"};
}

Rejection readLength(std::string_view text, std::size_t maxBody, std::size_t& length)
{
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    if (text.empty()) return {ErrorKind::MalformedRequest, "The Content-Length must be a number"};
    for (const char c : text)
    {
        if (!Characters::isDigit(c)) return {ErrorKind::MalformedRequest, "The Content-Length must be one number"};
        const auto digit = static_cast<std::size_t>(c - '0');
        length = length > (most - digit) / 10 ? most : length * 10 + digit;
    }
    return length > maxBody ? Rejection{ErrorKind::BodyTooLarge, "The request's body is too large"} : Rejection{};
}

/// Whether a well-formed coding other than chunked is in the list.
bool namesOther(std::string_view codings)
{
    bool other = false;
    eachOf(codings, [&other](std::string_view coding)
           { other = other || (!coding.empty() && Characters::areToken(coding) && !sameName(coding, "chunked")); });
    return other;
}

Rejection checkCoding(std::string_view coding, bool http11, bool withLength)
{
    if (withLength) return {ErrorKind::MalformedRequest, "The request has both a Content-Length and a Transfer-Encoding"};
    if (!http11) return {ErrorKind::MalformedRequest, "A request of HTTP/1.0 cannot have a Transfer-Encoding"};
    if (sameName(coding, "chunked")) return {};
    if (namesOther(coding)) return {ErrorKind::UnknownTransferCoding, "Of transfer codings only chunked is known here"};
    return {ErrorKind::MalformedRequest, "The Transfer-Encoding is malformed"};
}

} // namespace

Rejection Framing::read(const HttpRequest& head, bool http11, std::size_t maxBody, Framing& framing)
{
    framing = {};
    const FramingFields fields(head);
    if (fields.repeated) return {ErrorKind::MalformedRequest, fields.repeated};
    if (const auto wrong = checkHost(fields.host, http11); wrong.kind) return wrong;
    framing.keepAlive = !fields.close && (http11 || fields.keepAlive);
    framing.expectsContinue = http11 && fields.expectsContinue;
    if (fields.coding.data())
    {
        framing.chunked = true;
        return checkCoding(fields.coding, http11, fields.length.data() != nullptr);
    }
    return fields.length.data() ? readLength(fields.length, maxBody, framing.length) : Rejection{};
}

} // namespace flyte_webhook::host
