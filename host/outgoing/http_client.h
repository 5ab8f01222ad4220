#pragma once
#include "base/cancellation.h"
#include "base/secret.h"
#include "outgoing/target_policy.h"
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

using OutgoingHeaders = std::vector<std::pair<std::string_view, std::string_view>>;

/// One outgoing HTTP request of a plugin. The views and references hold until it is answered.
struct OutgoingRequest
{
    std::string_view method;
    std::string_view url;
    std::string_view body;
    OutgoingHeaders headers;
    const std::vector<Credential>* credentials = nullptr; ///< sent over https alone, where the policy allows the target; may be null
    std::chrono::steady_clock::time_point deadline;
    Cancellation* cancellation = nullptr;
};

/// What came of it; `outcome` are the values of fw_http_result in abi.h.
struct OutgoingAnswer
{
    int outcome = 0;
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string error; ///< a sentence for the client when outcome is not 0; no internal address
    std::string cause; ///< for the log only: what the system or TLS said, with addresses; may be empty
};

/// Sends plugins' HTTP requests: only to targets that the policy permits, to the very address that was checked, TLS verified, credentials
/// over TLS alone, no redirect followed, connections kept and used again. Thread: any.
class HttpClient
{
public:
    struct Settings
    {
        std::string caFile;               ///< PEM: authorities to trust besides the system's roots; may be empty
        std::size_t maxAnswer = 32 << 20; ///< bytes of an answer's body
        std::size_t maxIdle = 64;         ///< connections kept
        std::chrono::milliseconds idleTimeout{30000};
    };
    /// Throws std::invalid_argument when the CA file cannot be used.
    explicit HttpClient(const Settings& settings);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Blocks until the answer, the deadline or the cancellation (told as FW_HTTP_TIMED_OUT too). A kept connection that had just been
    /// closed is replaced once when the method is idempotent. Tells failures by the outcome; throws nothing of its own.
    OutgoingAnswer send(const OutgoingRequest& request, const TargetPolicy& policy);

    /// Closes connections that have been kept for too long. To be called now and then, when nothing is sent for long too.
    void tend() noexcept;

private:
    class Sender;
    std::unique_ptr<Sender> _sender;
};

} // namespace flyte_webhook::host
