#pragma once
#include "access/credentials.h"
#include "request/request_context.h"
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What came of asking for the types of one resource.
struct ToldTypes
{
    std::optional<std::string> types; ///< nothing when there is no such thing for the caller, or when it is ...
    bool unreadable = false;          ///< ... there, and what the control plane tells of it cannot be read
};

/// Asks endpoints that tell types about many resources on behalf of one caller, by requests like the caller's own. Some are asked at the
/// same time. Any number of threads may read at once.
class TypesReader
{
public:
    /// Lets a request take the way of every request, and answers it.
    using Serve = std::function<void(RequestContext&)>;

    struct Limits
    {
        std::size_t atOnce = 8;       ///< requests for one caller at the same time
        std::size_t helpers = 32;     ///< threads for all callers, beside their own
        std::size_t bytes = 16 << 20; ///< of all answers for one caller
    };

    /// The credentials must outlive the reader.
    TypesReader(Serve serve, std::chrono::milliseconds timeout, const CredentialExtractor& credentials, Limits limits)
        : _serve(std::move(serve)), _timeout(timeout), _credentials(credentials), _limits(limits), _freeHelpers(limits.helpers)
    {
    }

    /// What is told at each path. Throws Failure when one could not be asked: it tells the client of none of them in particular, for the
    /// caller may not know that they are there. Why the first that is unreadable is so becomes the cause in the caller's line of the log.
    std::vector<ToldTypes> read(RequestContext& caller, const std::vector<std::string>& paths);

private:
    std::vector<HeaderField> headersOf(const RequestContext& caller) const;

    const Serve _serve;
    const std::chrono::milliseconds _timeout;
    const CredentialExtractor& _credentials;
    const Limits _limits;
    std::atomic<std::size_t> _freeHelpers;
};

} // namespace flyte_webhook::host
