#pragma once
#include "control_plane/call_result.h"
#include "transport/answer_reader.h"
#include <string>

namespace flyte_webhook::host
{

/// What the head of an answer says of it, as far as the Connect protocol cares.
struct AnswerKind
{
    int status = 0;
    std::string contentType; ///< lower case, without parameters
    bool encoded = false;    ///< compressed, which nobody asked for

    bool isJson() const { return contentType == "application/json" && !encoded; }

    /// What it is, for the log.
    std::string described() const;
};

/// Whether what comes begins with the frame that a server of HTTP/2 sends first. It has executed nothing then: it did not even read a
/// request. Throws TransportFailure.
bool beginsWithHttp2(transport::AnswerReader& reader);

/// Reads the head of an answer. Throws TransportFailure.
AnswerKind readKind(transport::AnswerReader& reader);

/// Whether it says that requests of this protocol are not taken there, but perhaps gRPC's. Nothing was executed then.
bool asksForAnotherProtocol(const AnswerKind& kind);

/// The error that an answer tells which is no success. Reads the rest of it. Throws TransportFailure.
CallStatus readError(transport::AnswerReader& reader, const AnswerKind& kind);

/// That a place speaks another protocol.
CallStatus anotherProtocol(const std::string& why);

} // namespace flyte_webhook::host
