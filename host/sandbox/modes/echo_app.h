#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// An app that answers each request with what it was asked: method, path, query and body, as JSON. It listens on 127.0.0.1 at the port
/// that PORT names, until a signal ends it. The one argument, if there is one, says how long it takes until it listens, such as "5s".
int runEchoApp(const std::vector<std::string>& arguments);

/// The answer of the echo app; `target` is the path with its query, as it came.
std::string echoOf(const std::string& method, const std::string& target, const std::string& body);

} // namespace flyte_webhook::sandbox
