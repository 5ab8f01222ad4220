#pragma once
#include <cstdint>
#include <flyte_webhook/plugin/error_kind.h>
#include <stdexcept>
#include <string>

namespace flyte_webhook
{

/// gRPC status codes, as the gRPC specification numbers them.
enum class Code : std::int32_t
{
    Ok = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16
};

/// The kind of error that a failed control-plane call is; Unknown for numbers that gRPC does not have, and for Ok, which is none.
constexpr ErrorKind kindOf(Code code) noexcept
{
    switch (code)
    {
    case Code::Cancelled: return ErrorKind::Cancelled;
    case Code::InvalidArgument: return ErrorKind::InvalidArgument;
    case Code::DeadlineExceeded: return ErrorKind::DeadlineExceeded;
    case Code::NotFound: return ErrorKind::NotFound;
    case Code::AlreadyExists: return ErrorKind::AlreadyExists;
    case Code::PermissionDenied: return ErrorKind::PermissionDenied;
    case Code::ResourceExhausted: return ErrorKind::ResourceExhausted;
    case Code::FailedPrecondition: return ErrorKind::FailedPrecondition;
    case Code::Aborted: return ErrorKind::Aborted;
    case Code::OutOfRange: return ErrorKind::OutOfRange;
    case Code::Unimplemented: return ErrorKind::Unimplemented;
    case Code::Internal: return ErrorKind::Internal;
    case Code::Unavailable: return ErrorKind::Unavailable;
    case Code::DataLoss: return ErrorKind::DataLoss;
    case Code::Unauthenticated: return ErrorKind::Unauthenticated;
    case Code::Ok:
    case Code::Unknown: break;
    }
    return ErrorKind::Unknown;
}

/// A request that ends with an HTTP error status. what() is the `detail` that the client reads: it names what was attempted, what was
/// wrong and what would be right, and holds no credential, address or file name.
class Error : public std::runtime_error
{
public:
    /// An error of a kind of one's own. `status` lies in 400..599. `kind` is a literal, a stable word of at most 64 lower-case letters,
    /// digits and underscores, for the client's header X-Error-Kind and the log. `cause` goes to the log only.
    Error(int status, const char* kind, const std::string& detail, std::string cause = {})
        : std::runtime_error(detail), _status(status), _kind(kind), _detail(detail), _cause(std::move(cause))
    {
    }

    /// An error of a kind that everybody knows.
    Error(ErrorKind kind, const std::string& detail, std::string cause = {})
        : Error(factsOf(kind).status, factsOf(kind).word, detail, std::move(cause))
    {
    }

    /// The whole text, whatever bytes it holds; what() ends at a NUL.
    const std::string& detail() const noexcept { return _detail; }
    int status() const noexcept { return _status; }
    const char* kind() const noexcept { return _kind; }
    const std::string& cause() const noexcept { return _cause; }

private:
    int _status;
    const char* _kind;
    std::string _detail;
    std::string _cause;
};

/// 400: what the caller asked for makes no sense as it stands.
struct InvalidArgument : Error
{
    explicit InvalidArgument(const std::string& detail, std::string cause = {})
        : Error(ErrorKind::InvalidArgument, detail, std::move(cause))
    {
    }
};

/// 401: the caller's credentials were not accepted.
struct Unauthenticated : Error
{
    explicit Unauthenticated(const std::string& detail, std::string cause = {})
        : Error(ErrorKind::Unauthenticated, detail, std::move(cause))
    {
    }
};

/// 403: the caller may not do this.
struct PermissionDenied : Error
{
    explicit PermissionDenied(const std::string& detail, std::string cause = {})
        : Error(ErrorKind::PermissionDenied, detail, std::move(cause))
    {
    }
};

/// 404: what the path or the parameters name does not exist.
struct NotFound : Error
{
    explicit NotFound(const std::string& detail, std::string cause = {}) : Error(ErrorKind::NotFound, detail, std::move(cause)) {}
};

/// 409: it cannot be done in the present state.
struct Conflict : Error
{
    explicit Conflict(const std::string& detail, std::string cause = {}) : Error(ErrorKind::Conflict, detail, std::move(cause)) {}
};

/// 501: this installation cannot do that.
struct NotImplemented : Error
{
    explicit NotImplemented(const std::string& detail, std::string cause = {}) : Error(ErrorKind::Unimplemented, detail, std::move(cause))
    {
    }
};

/// 502: what stands behind this server gave an answer that cannot be used.
struct BadGateway : Error
{
    explicit BadGateway(const std::string& detail, std::string cause = {}) : Error(ErrorKind::BadGateway, detail, std::move(cause)) {}
};

/// 504: what stands behind this server did not answer in time.
struct GatewayTimeout : Error
{
    explicit GatewayTimeout(const std::string& detail, std::string cause = {}) : Error(ErrorKind::GatewayTimeout, detail, std::move(cause))
    {
    }
};

/// What was called answered with an error, whose status, 400..599, is passed on.
struct UpstreamError : Error
{
    UpstreamError(int status, const std::string& detail, std::string cause = {})
        : Error(status, factsOf(ErrorKind::UpstreamError).word, detail, std::move(cause))
    {
    }
};

/// A control-plane call that failed. Left uncaught it becomes the HTTP status that belongs to its code, with what was attempted and the
/// control plane's message as the detail.
class CallError : public std::runtime_error
{
public:
    /// `attempt` names what was tried, as the beginning of a sentence: "Reading the run r1".
    CallError(Code code, std::string attempt, const std::string& message)
        : std::runtime_error(message), _code(code), _attempt(std::move(attempt)), _message(message)
    {
    }

    Code code() const noexcept { return _code; }
    const std::string& attempt() const noexcept { return _attempt; }
    /// The control plane's own words.
    const std::string& message() const noexcept { return _message; }

private:
    Code _code;
    std::string _attempt;
    std::string _message;
};

} // namespace flyte_webhook
