#pragma once

namespace flyte_webhook::host
{

class CallMetrics;
class CallerDigest;
class ControlPlane;
class CredentialExtractor;
class HttpClient;
class Log;

/// What the host does for plugins while they serve requests. The referred-to objects outlive every request. Thread: any.
struct HostServices
{
    ControlPlane& controlPlane;
    HttpClient& http;
    const CredentialExtractor& credentials;
    const CallerDigest& callers;
    CallMetrics& calls;
    const Log& log;
};

} // namespace flyte_webhook::host
