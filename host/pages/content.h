#pragma once
#include "http/message.h"
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

struct Asset;

/// Something to be served, in the forms that clients may ask for. Immutable once made; any thread may then answer with it.
struct Content
{
    std::string type;
    std::string tag;                                          ///< stands for the bytes; without quotes
    std::string_view plain;                                   ///< empty: made from gzip for a client that takes nothing else
    std::string_view gzip;                                    ///< empty: made from plain for a client that takes it
    std::string_view brotli;                                  ///< empty: there is no such form
    std::vector<std::unique_ptr<const std::string>> kept;     ///< what the forms view, unless they are part of the program
    std::vector<std::pair<std::string, std::string>> headers; ///< that each answer bears, also the one that it has not changed
    std::string vary = "Accept-Encoding";                     ///< what the answer depends on besides the address

    /// How often content is answered with. What serves once is packed only for a client that takes it so, and has not got it already.
    enum class Serves
    {
        Often,
        Once
    };

    /// Content whose forms are made here: its bytes and gzip. It may change under its address, so clients ask each time.
    static Content changing(std::string type, std::string bytes, Serves serves = Serves::Often);

    /// A page. It changes as well, and may load nothing but pictures of its server and what `policy` adds to its Content-Security-Policy.
    static Content page(std::string html, std::string_view policy, Serves serves = Serves::Often);

    /// Content that is made for one caller and one answer, and kept by nobody. `credentials` are the headers that tell callers apart.
    static Content forCaller(std::string type, std::string bytes, const std::vector<std::string>& credentials);

    /// A file that is part of the program, under an address that stands for its bytes: it may be kept for ever.
    static Content of(const Asset& asset);
};

/// The value of a Vary header: the credentials, and what every content depends on.
std::string varyWith(const std::vector<std::string>& credentials);

/// The answer to a GET or HEAD request: the smallest form that the client takes, or 304 when it has that already.
HttpReply answerWith(const Content& content, const HttpRequest& request);

} // namespace flyte_webhook::host
