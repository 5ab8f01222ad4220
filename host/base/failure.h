#pragma once
#include <flyte_webhook/plugin/error_kind.h>
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// The header in which a client finds the word for the kind of an error.
constexpr const char* kindHeader = "X-Error-Kind";

/// A request that ends with an error status. Thrown by the steps of the request path; becomes the reply and one log line in one place.
/// what() is the `detail` for the client: it holds no credential, no address and no file name.
class Failure : public std::runtime_error
{
public:
    /// `cause` is for the log only.
    Failure(ErrorKind kind, const std::string& detail, std::string cause = {})
        : std::runtime_error(detail), _kind(kind), _cause(std::move(cause))
    {
    }

    ErrorKind kind() const noexcept { return _kind; }
    const std::string& cause() const noexcept { return _cause; }

private:
    ErrorKind _kind;
    std::string _cause;
};

} // namespace flyte_webhook::host
