#pragma once
#include <flyte_webhook/abi.h>
#include <flyte_webhook/plugin/errors.h>
#include <string>
#include <utility>
#include <vector>

namespace flyte_webhook::testing
{

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A control-plane call that the plugin made.
struct RecordedCall
{
    std::string method;   ///< "package.Service/Method"
    std::string message;  ///< the serialised request
    std::string endpoint; ///< empty: the control plane itself
    bool repeatable = false;
    bool streaming = false;
};

/// What a scripted control-plane call answers: the serialised reply when `code` is Ok, else the control plane's message.
struct CallAnswer
{
    Code code = Code::Ok;
    std::string bytes{};
};

/// A server-streaming call that is scripted: its messages, and how it ends.
struct ScriptedStream
{
    std::vector<std::string> messages;
    CallAnswer end{};
};

/// An outgoing HTTP request that the plugin made.
struct RecordedHttp
{
    std::string method, url, body;
    Headers headers;
    bool credentials = false;
};

/// What a scripted outgoing HTTP request answers. `error` is the sentence for a result other than FW_HTTP_ANSWERED.
struct ScriptedHttp
{
    int status = 200;
    std::string body{};
    Headers headers{};
    fw_http_result result = FW_HTTP_ANSWERED;
    std::string error{};
};

/// A line that the plugin wrote to the log.
struct LogLine
{
    fw_level level;
    std::string text;
    std::string requestId; ///< empty: it belongs to no request
};

/// A value that the plugin recorded for one of its metrics.
struct RecordedMetric
{
    std::string name;
    double value;
};

} // namespace flyte_webhook::testing
