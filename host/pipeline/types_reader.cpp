#include "types_reader.h"
#include "base/cancellation_group.h"
#include "base/failure.h"
#include "base/header_text.h"
#include "http/thread.h"
#include "pipeline/inner_exchange.h"
#include <algorithm>
#include <list>
#include <mutex>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

bool isOf(ErrorKind kind, int status, std::string_view word)
{
    const auto facts = factsOf(kind);
    return facts.status == status && facts.word == word;
}

/// Whether an answer says that there is nothing for this caller, or that it is this service itself; any other error is one of the whole.
bool meansAbsent(int status, std::string_view word) { return status == 403 || status == 404 || isOf(ErrorKind::Self, status, word); }

/// Whether an answer says that this one resource is such that what the control plane told of it was no use. The others may be read.
bool meansUnreadable(int status, std::string_view word) { return isOf(ErrorKind::BadGateway, status, word); }

/// The kind of error that an answer of that status is; `word` is what its own kind is called, which may be a plugin's.
ErrorKind kindOf(int status, std::string_view word)
{
    std::optional<ErrorKind> found;
    const auto look = [&](ErrorKind kind)
    {
        if (isOf(kind, status, word)) found = kind;
    };
    forEachErrorKind(look);
    if (found) return *found;
    switch (status)
    {
    case 401: return ErrorKind::Unauthenticated;
    case 429: return ErrorKind::ResourceExhausted;
    case 502: return ErrorKind::BadGateway;
    case 503: return ErrorKind::Unavailable;
    case 504: return ErrorKind::GatewayTimeout;
    default: return ErrorKind::ServerFailed;
    }
}

std::string detailOf(ErrorKind kind) { return std::string("Reading the types: ") + factsOf(kind).meaning; }

/// The reading for one caller. Thread: any number work on it at once.
class Reading
{
public:
    Reading(const TypesReader::Serve& serve, std::chrono::milliseconds timeout, std::size_t most, RequestContext& caller,
            std::vector<HeaderField> headers, const std::vector<std::string>& paths)
        : _serve(serve), _timeout(timeout), _most(most), _caller(caller), _headers(std::move(headers)), _paths(paths), _told(paths.size()),
          _group(caller.watched())
    {
    }

    /// Reads one after the other until there are none left, or one has failed.
    void work() noexcept
    {
        for (auto place = _next++; place < _paths.size() && !_ended; place = _next++)
        {
            try
            {
                readOne(place);
            }
            catch (const std::exception&)
            {
                // What can go wrong here is that there is no memory, so nothing is done that needs some.
                _lost = _ended = true;
            }
        }
    }

    std::vector<ToldTypes> take()
    {
        if (_failure) throw *_failure;
        if (_lost) throw Failure(ErrorKind::ServerFailed, detailOf(ErrorKind::ServerFailed), "a request for types was lost");
        return std::move(_told);
    }

private:
    void readOne(std::size_t place)
    {
        HttpRequest request;
        request.method = "GET";
        request.target = request.path = _paths[place];
        request.headers = _headers;
        InnerExchange exchange(std::move(request), _caller.exchange(), _group, _most);
        RequestContext context(exchange, _timeout);
        _serve(context);
        const std::lock_guard lock(_mutex);
        _caller.outcome.calls += context.outcome.calls;
        _caller.outcome.callTime += context.outcome.callTime;
        take(place, exchange.reply(), context.outcome);
    }

    void take(std::size_t place, const HttpReply* reply, const Outcome& outcome)
    {
        const int status = reply ? reply->status : 500;
        if (meansAbsent(status, outcome.kind)) return;
        const auto cause = [&] { return _paths[place] + ": " + outcome.kind + ": " + outcome.cause; };
        if (meansUnreadable(status, outcome.kind))
        {
            _told[place].unreadable = true;
            if (_caller.outcome.cause.empty()) _caller.outcome.cause = cause();
            return;
        }
        if (status != 200)
        {
            const auto kind = kindOf(status, outcome.kind);
            return fail(kind, detailOf(kind), cause());
        }
        _bytes += reply->content().size();
        if (_bytes > _most) return fail(ErrorKind::Unimplemented, "The types are more than a document shows", {});
        _told[place].types = reply->content();
    }

    /// The first failure is the whole's; what is still being read is for nobody then.
    void fail(ErrorKind kind, const std::string& detail, const std::string& cause)
    {
        if (!_failure) _failure.emplace(kind, detail, cause);
        _ended = true;
        _group.cancel();
    }

    const TypesReader::Serve& _serve;
    const std::chrono::milliseconds _timeout;
    const std::size_t _most;
    RequestContext& _caller;
    const std::vector<HeaderField> _headers;
    const std::vector<std::string>& _paths;
    std::atomic<std::size_t> _next{0};
    std::atomic<bool> _ended{false}, _lost{false};
    std::mutex _mutex; ///< guards what follows
    std::vector<ToldTypes> _told;
    std::size_t _bytes = 0;
    std::optional<Failure> _failure;
    CancellationGroup _group;
};

/// Threads beside the calling one: as many as are wished for and free. Thread: the owner's.
class Helpers
{
public:
    Helpers(std::atomic<std::size_t>& free, std::size_t wish) : _free(free), _count(take(free, wish)) {}
    ~Helpers() { _free.fetch_add(_count); }
    Helpers(const Helpers&) = delete;
    Helpers& operator=(const Helpers&) = delete;

    /// Does the work with all of them, and waits for their end.
    void work(const std::function<void()>& work) const
    {
        std::list<Thread> threads;
        try
        {
            while (threads.size() < _count) threads.emplace_back("types", work);
        }
        catch (const std::system_error&)
        {
            // Fewer do it too.
        }
        work();
    }

private:
    static std::size_t take(std::atomic<std::size_t>& free, std::size_t wish) noexcept
    {
        auto there = free.load();
        while (!free.compare_exchange_weak(there, there - std::min(there, wish))) continue;
        return std::min(there, wish);
    }

    std::atomic<std::size_t>& _free;
    const std::size_t _count;
};

} // namespace

std::vector<ToldTypes> TypesReader::read(RequestContext& caller, const std::vector<std::string>& paths)
{
    Reading reading(_serve, _timeout, _limits.bytes, caller, headersOf(caller), paths);
    const Helpers helpers(_freeHelpers, std::min(_limits.atOnce, std::max<std::size_t>(paths.size(), 1)) - 1);
    helpers.work([&] { reading.work(); });
    return reading.take();
}

/// Those that show who the caller is, and to which request and trace this one belongs.
std::vector<HeaderField> TypesReader::headersOf(const RequestContext& caller) const
{
    std::vector<HeaderField> headers{{"X-Request-Id", caller.id}};
    for (const auto& header : caller.request().headers)
        if (_credentials.counts(header.name) || sameName(header.name, "traceparent")) headers.push_back(header);
    return headers;
}

} // namespace flyte_webhook::host
