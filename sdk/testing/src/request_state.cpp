#include "request_state.h"
#include "parameters.h"
#include <algorithm>
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/plugin/errors.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <strings.h>

namespace flyte_webhook::testing
{

namespace
{

std::string detailBody(const std::string& detail)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    writer.StartObject();
    writer.Key("detail");
    writer.String(detail.data(), static_cast<rapidjson::SizeType>(detail.size()));
    writer.EndObject();
    return std::string(buffer.GetString(), buffer.GetSize());
}

bool isFraming(const std::string& name)
{
    static const char* const names[] = {"content-length", "connection", "transfer-encoding", "keep-alive", "upgrade", "trailer", "te"};
    return std::any_of(std::begin(names), std::end(names), [&](const char* n) { return strcasecmp(n, name.c_str()) == 0; });
}

} // namespace

RequestState::RequestState(const FakeRequest& request, const fw_endpoint& endpoint)
    : _request(request), _endpoint(endpoint), _parameters(withFallbacks(endpoint, request._parameters)),
      _body(bodyOf(endpoint, request._body))
{
}

RequestState::~RequestState()
{
    const auto open = std::count_if(_streams.begin(), _streams.end(), [](const OpenStream& stream) { return stream.open; });
    plugin().leftOpen(static_cast<std::size_t>(open));
}

const std::string* RequestState::parameter(const std::string& name) const
{
    const auto found = _parameters.find(name);
    return found == _parameters.end() ? nullptr : &found->second;
}

std::uint32_t RequestState::place(const std::string& name) const
{
    if (!_request._parameters.count(name)) return 0;
    const auto declared = findParameter(_endpoint, name)->place;
    if (declared != FW_QUERY_OR_BODY) return declared;
    return _request._inBody.count(name) ? FW_BODY : FW_QUERY;
}

const std::string* RequestState::header(const std::string& name) const
{
    for (const auto& [key, value] : _request._headers)
        if (strcasecmp(key.c_str(), name.c_str()) == 0) return &value;
    return nullptr;
}

fw_lent RequestState::lend(std::string bytes) { return toBytes(_lent.emplace_back(std::move(bytes))); }

const std::vector<fw_header>& RequestState::lend(const Headers& headers)
{
    auto& lent = _lentHeaders.emplace_back();
    for (const auto& [name, value] : headers) lent.push_back({lend(name), lend(value)});
    return lent;
}

OpenStream& RequestState::open(ScriptedStream script) { return _streams.emplace_back(OpenStream{*this, std::move(script)}); }

bool RequestState::setHeader(const std::string& name, const std::string& value)
{
    if (_answered || name.empty() || isFraming(name) || (name + value).find_first_of("\r\n") != std::string::npos) return false;
    _reply.headers.emplace_back(name, value);
    return true;
}

bool RequestState::reply(int status, const std::string& contentType, const std::string& body)
{
    if (_answered || status < 200 || status > 599) return false;
    _answered = true;
    _reply.status = status;
    _reply.contentType = contentType;
    _reply.body = body;
    return true;
}

bool RequestState::fail(int status, const std::string& kind, const std::string& detail, const std::string& cause)
{
    if (_answered) return false;
    _reply.headers.clear(); // they belonged to the answer that did not come
    reply(status < 400 || status > 599 ? 500 : status, "application/json", detailBody(detail));
    if (_reply.status == 401) _reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (_reply.status == 503) _reply.headers.emplace_back("Retry-After", "1");
    _reply.kind = kind;
    _reply.detail = detail;
    _reply.cause = cause;
    return true;
}

bool RequestState::failCall(int code, const std::string& attempt, const std::string& message)
{
    const auto facts = factsOf(kindOf(static_cast<Code>(code)));
    return fail(facts.status, facts.word, attempt + ": " + message, "gRPC code " + std::to_string(code));
}

bool RequestState::begin(int status, const std::string& contentType)
{
    if (!reply(status, contentType, {})) return false;
    _reply.streamed = true;
    return true;
}

bool RequestState::send(const std::string& piece)
{
    if (!_reply.streamed || cancelled()) return false;
    _reply.pieces.push_back(piece);
    _reply.body += piece;
    return true;
}

FakeReply RequestState::take()
{
    constexpr auto facts = factsOf(ErrorKind::NoAnswer);
    fail(facts.status, facts.word, "Internal Server Error", "the handler gave no answer");
    return _reply;
}

} // namespace flyte_webhook::testing
