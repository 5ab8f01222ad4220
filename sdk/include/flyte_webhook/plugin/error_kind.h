#pragma once

namespace flyte_webhook
{

/// What can go wrong with a request: one list for the host, the gRPC codes of the control plane and plugins. What each one is and means
/// stands in factsOf().
enum class ErrorKind
{
    // The request itself: the host refuses it.
    MalformedRequest,
    PlainHttp,
    NoCredentials,
    Self,
    NotInAllowlist,
    NoSuchPath,
    MethodNotAllowed,
    RequestTimeout,
    BodyTooLarge,
    EncodedBody,
    InvalidRequest,
    HeaderTooLarge,
    UnknownTransferCoding,
    UnknownHttpVersion,

    // The server: it cannot take the request at present, or it failed.
    Overloaded,
    TooManyConnections,
    TooMuchInMemory,
    ServerFailed,
    HandlerFailed,
    NoAnswer,

    // What was asked for: the control plane or an endpoint refuses it.
    InvalidArgument,
    OutOfRange,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    AlreadyExists,
    Conflict,
    FailedPrecondition,
    Aborted,
    ResourceExhausted,
    Unimplemented,

    // What stands behind the server: it failed.
    UpstreamError,
    BadGateway,
    Cancelled,
    Unknown,
    Internal,
    DataLoss,
    Unavailable,
    DeadlineExceeded,
    GatewayTimeout
};

/// What a kind of error is.
struct ErrorFacts
{
    const char* word;    ///< stable: clients, logs and the documentation have it; nullptr: there is no such kind
    int status;          ///< of HTTP; 0: that of what was called
    const char* meaning; ///< for clients, as the end of a sentence
};

/// The facts of a kind.
constexpr ErrorFacts factsOf(ErrorKind kind) noexcept
{
    switch (kind)
    {
    case ErrorKind::MalformedRequest: return {"malformed_request", 400, "what came is no HTTP request"};
    case ErrorKind::PlainHttp: return {"plain_http", 400, "plain HTTP came to a port that speaks HTTPS alone"};
    case ErrorKind::NoCredentials: return {"no_credentials", 401, "no credentials were sent, or none that can be passed on"};
    case ErrorKind::Self: return {"self", 400, "it is this service itself"};
    case ErrorKind::NotInAllowlist: return {"not_in_allowlist", 403, "the operator does not allow it"};
    case ErrorKind::NoSuchPath: return {"no_such_path", 404, "nothing lies at the path, or it is not enabled"};
    case ErrorKind::MethodNotAllowed: return {"method_not_allowed", 405, "the path has no such method; Allow tells those that it has"};
    case ErrorKind::RequestTimeout: return {"request_timeout", 408, "the request did not come whole within the time for it"};
    case ErrorKind::BodyTooLarge: return {"body_too_large", 413, "the body is larger than the server takes"};
    case ErrorKind::EncodedBody: return {"encoded_body", 415, "the body is compressed"};
    case ErrorKind::InvalidRequest: return {"invalid_request", 422, "parameters or body are not as described; all that is wrong is listed"};
    case ErrorKind::HeaderTooLarge: return {"header_too_large", 431, "the header is larger than the server takes"};
    case ErrorKind::UnknownTransferCoding: return {"unknown_transfer_coding", 501, "the body came in a transfer coding other than chunked"};
    case ErrorKind::UnknownHttpVersion: return {"unknown_http_version", 505, "the request is of a version of HTTP that is not spoken here"};
    case ErrorKind::Overloaded: return {"overloaded", 503, "the server has too much to do"};
    case ErrorKind::TooManyConnections: return {"too_many_connections", 503, "the server has too many connections"};
    case ErrorKind::TooMuchInMemory: return {"too_much_in_memory", 503, "the server holds too many big requests and answers"};
    case ErrorKind::ServerFailed: return {"server_failed", 500, "the server failed; its log says why"};
    case ErrorKind::HandlerFailed: return {"handler_failed", 500, "the endpoint failed; the server's log says why"};
    case ErrorKind::NoAnswer: return {"no_answer", 500, "the endpoint ended without an answer"};
    case ErrorKind::InvalidArgument: return {"invalid_argument", 400, "what was asked for makes no sense as it stands"};
    case ErrorKind::OutOfRange: return {"out_of_range", 400, "the control plane has nothing in that range"};
    case ErrorKind::Unauthenticated: return {"unauthenticated", 401, "the control plane does not accept the credentials"};
    case ErrorKind::PermissionDenied: return {"permission_denied", 403, "the caller may not do that"};
    case ErrorKind::NotFound: return {"not_found", 404, "what the path or the parameters name does not exist"};
    case ErrorKind::AlreadyExists: return {"already_exists", 409, "what is to be made exists already"};
    case ErrorKind::Conflict: return {"conflict", 409, "it cannot be done in the present state"};
    case ErrorKind::FailedPrecondition: return {"failed_precondition", 409, "the control plane cannot do it in the present state"};
    case ErrorKind::Aborted: return {"aborted", 409, "somebody else changed it meanwhile; try again"};
    case ErrorKind::ResourceExhausted: return {"resource_exhausted", 429, "the control plane takes no more at present"};
    case ErrorKind::Unimplemented: return {"unimplemented", 501, "this installation or its control plane cannot do that"};
    case ErrorKind::UpstreamError: return {"upstream_error", 0, "what was called answered with an error, whose status is passed on"};
    case ErrorKind::BadGateway: return {"bad_gateway", 502, "what stands behind this server gave an answer that cannot be used, or none"};
    case ErrorKind::Cancelled:
        return {"cancelled", 502, "the control plane gave the call up, or this server had to end before it was answered"};
    case ErrorKind::Unknown: return {"unknown", 502, "the control plane failed and does not say how"};
    case ErrorKind::Internal: return {"internal", 502, "the control plane failed"};
    case ErrorKind::DataLoss: return {"data_loss", 502, "the control plane has lost data"};
    case ErrorKind::Unavailable:
        return {"unavailable", 503, "the control plane cannot be reached; try again after the seconds in Retry-After"};
    case ErrorKind::DeadlineExceeded: return {"deadline_exceeded", 504, "the control plane did not answer in time"};
    case ErrorKind::GatewayTimeout: return {"gateway_timeout", 504, "what stands behind this server did not answer in time"};
    }
    return {nullptr, 0, nullptr};
}

/// Calls take(ErrorKind) with each kind, in their order.
template <typename Take> void forEachErrorKind(Take take)
{
    for (int number = 0; factsOf(static_cast<ErrorKind>(number)).word; ++number) take(static_cast<ErrorKind>(number));
}

} // namespace flyte_webhook
