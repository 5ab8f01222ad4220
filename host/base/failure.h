#pragma once
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// A request that ends with an error status. Thrown by the steps of the request path; becomes the reply and one log line in one place.
/// what() is the `detail` for the client: it holds no credential, no address and no file name.
class Failure : public std::runtime_error
{
public:
    /// `kind` is a literal, a stable word for logs and metrics ("not_found"). `cause` is for the log only.
    Failure(int status, const char* kind, const std::string& detail, std::string cause = {})
        : std::runtime_error(detail), _status(status), _kind(kind), _cause(std::move(cause))
    {
    }

    int status() const noexcept { return _status; }
    const char* kind() const noexcept { return _kind; }
    const std::string& cause() const noexcept { return _cause; }

private:
    int _status;
    const char* _kind;
    std::string _cause;
};

} // namespace flyte_webhook::host
