#include "sandbox/modes/echo_app.h"
#include "sandbox/base/duration_text.h"
#include "sandbox/base/utf8.h"
#include <Poco/Environment.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/NumberParser.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <csignal>
#include <flyte_webhook/plugin/json_reader.h>
#include <iostream>
#include <map>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <stdexcept>
#include <thread>

using namespace Poco::Net;

namespace flyte_webhook::sandbox
{
namespace
{

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(Writer& writer, const std::string& text)
{
    const std::string shown = isUtf8(text) ? text : shownText(text);
    writer.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
}

/// A key that comes once has a text, another one a list.
void writeQuery(Writer& writer, const Poco::URI& target)
{
    std::map<std::string, std::vector<std::string>> query;
    for (const auto& [key, value] : target.getQueryParameters()) query[key].push_back(value);
    writer.StartObject();
    for (const auto& [key, values] : query)
    {
        write(writer, key);
        if (values.size() > 1) writer.StartArray();
        for (const auto& value : values) write(writer, value);
        if (values.size() > 1) writer.EndArray();
    }
    writer.EndObject();
}

/// JSON as JSON, anything else as a text, nothing as null.
void writeBody(Writer& writer, const std::string& body)
{
    if (body.empty())
        writer.Null();
    else if (const auto document = parseJson(body))
        writer.RawValue(body.data(), body.size(), document->GetType());
    else
        write(writer, body);
}

/// RFC 9112, section 6.3: a request that tells no length has no body. Poco would wait for one with most methods.
std::string bodyOf(HTTPServerRequest& request)
{
    std::string body;
    if (!request.hasContentLength() && !request.getChunkedTransferEncoding()) return body;
    Poco::StreamCopier::copyToString(request.stream(), body);
    return body;
}

class Echo final : public HTTPRequestHandler
{
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override
    {
        const std::string answer = echoOf(request.getMethod(), request.getURI(), bodyOf(request));
        response.setContentType("application/json");
        response.setContentLength64(static_cast<Poco::Int64>(answer.size()));
        std::ostream& stream = response.send();
        if (request.getMethod() != HTTPRequest::HTTP_HEAD) stream << answer;
        std::cout << request.getMethod() << " " << request.getURI() << std::endl;
    }
};

class EchoFactory final : public HTTPRequestHandlerFactory
{
    HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override
    {
        return std::make_unique<Echo>().release(); // Poco's server deletes it
    }
};

unsigned short portToServe()
{
    const unsigned port = Poco::NumberParser::parseUnsigned(Poco::Environment::get("PORT"));
    if (port == 0 || port > 65535) throw std::runtime_error("PORT must be a port, not " + std::to_string(port));
    return static_cast<unsigned short>(port);
}

void waitBefore(const std::vector<std::string>& arguments)
{
    if (arguments.empty()) return;
    const auto delay = durationFromText(arguments.front());
    if (!delay || arguments.size() > 1) throw std::runtime_error("--echo-app takes one duration, such as 5s, or nothing");
    std::cout << "listening in " << arguments.front() << std::endl;
    std::this_thread::sleep_for(*delay);
}

} // namespace

int runEchoApp(const std::vector<std::string>& arguments)
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT}) ::sigaddset(&signals, number);
    const unsigned short port = portToServe();
    waitBefore(arguments); // a signal ends it at once
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    HTTPServer server(Poco::makeShared<EchoFactory>(), ServerSocket(SocketAddress("127.0.0.1", port)), Poco::makeAuto<HTTPServerParams>());
    server.start();
    std::cout << "listening on port " << port << std::endl;
    int signal = 0;
    ::sigwait(&signals, &signal);
    server.stopAll(true);
    return 0;
}

std::string echoOf(const std::string& method, const std::string& target, const std::string& body)
{
    const Poco::URI uri(target);
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    writer.Key("method");
    write(writer, method);
    writer.Key("path");
    write(writer, uri.getPath());
    writer.Key("query");
    writeQuery(writer, uri);
    writer.Key("body");
    writeBody(writer, body);
    writer.EndObject();
    return buffer.GetString();
}

} // namespace flyte_webhook::sandbox
