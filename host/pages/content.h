#pragma once
#include "http/message.h"
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

struct Asset;

/// Bytes that are made when they are asked for, once for all who hold them at the same time. Thread: any.
class MadeBytes
{
public:
    template <typename Make> std::shared_ptr<const std::string> get(Make make)
    {
        const std::lock_guard lock(_mutex); // while they are made: others wait for the same
        auto bytes = _held.lock();
        if (!bytes) _held = bytes = std::make_shared<const std::string>(make());
        return bytes;
    }

private:
    std::mutex _mutex;
    std::weak_ptr<const std::string> _held;
};

/// Something to be served, in the forms that clients may ask for. Immutable once made; any thread may then answer with it.
struct Content
{
    /// How often content is answered with. What serves once is packed only for a client that takes it so, and has not got it already; what
    /// serves often is held in common by all its answers.
    enum class Serves
    {
        Often,
        Once
    };

    std::string type;
    std::string tag;                                                     ///< stands for the bytes; without quotes
    SharedBytes plain;                                                   ///< none: made from gzip for a client that takes nothing else
    SharedBytes gzip;                                                    ///< none: made from plain for a client that takes it
    SharedBytes brotli;                                                  ///< none: there is no such form
    std::shared_ptr<MadeBytes> unpacked = std::make_shared<MadeBytes>(); ///< `plain`, while somebody needs it
    Serves serves = Serves::Often;
    std::vector<std::pair<std::string, std::string>> headers; ///< that each answer bears, also the one that it has not changed
    std::string vary = "Accept-Encoding";                     ///< what the answer depends on besides the address

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
