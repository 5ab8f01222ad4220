// Paths and their templates: a line each for the templates, "METHOD /path"; behind an empty line the same of one request. A router must
// find what comparing segment by segment finds.
#include "base/utf8.h"
#include "endpoints/binder.h"
#include "endpoints/endpoint_reader.h"
#include "endpoints/text_forms.h"
#include "support/input.h"
#include <flyte_webhook/plugin/bytes.h>
#include <optional>
#include <tuple>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;

namespace
{

using Segments = std::vector<std::string_view>;

/// What stands between slashes; nothing when the path does not begin with one.
std::optional<Segments> segmentsOf(std::string_view path)
{
    if (path.empty() || path.front() != '/') return std::nullopt;
    Segments segments;
    Input rest(reinterpret_cast<const std::uint8_t*>(path.data()) + 1, path.size() - 1);
    do segments.push_back(rest.until('/'));
    while (!rest.empty());
    if (path.size() > 1 && path.back() == '/') segments.emplace_back();
    return segments;
}

bool isName(std::string_view segment) { return !segment.empty() && segment.front() == '{'; }

/// An endpoint of that method and path with all its names as parameters; nothing when the host refuses it.
std::optional<host::Endpoint> described(std::string_view method, std::string_view path, std::size_t index)
{
    std::vector<fw_parameter> parameters;
    for (const auto segment : segmentsOf(path).value_or(Segments{}))
        if (isName(segment) && segment.back() == '}')
            parameters.push_back(
                {sizeof(fw_parameter), FW_STRING, FW_PATH, 1, toBytes(segment.substr(1, segment.size() - 2)), {}, 0, 0, {}, {}});
    std::vector<const fw_parameter*> list;
    for (const auto& parameter : parameters) list.push_back(&parameter);
    fw_endpoint table{};
    table.size = sizeof table;
    table.id = toBytes(std::string_view("endpoint"));
    table.method = toBytes(method);
    table.path = toBytes(path);
    table.parameters = list.data();
    table.parameter_count = list.size();
    try
    {
        return host::readEndpoint(table, index);
    }
    catch (const host::BadDescription& e)
    {
        require(*e.what(), "a refusal says why");
        return std::nullopt;
    }
}

/// The segments that the names stand for, when the path matches.
std::optional<Segments> matched(const Segments& pattern, const Segments& path)
{
    if (pattern.size() != path.size()) return std::nullopt;
    Segments captured;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (isName(pattern[i]))
            captured.push_back(path[i]);
        else if (pattern[i] != path[i])
            return std::nullopt;
    return captured;
}

/// Which of two templates that match goes first: from the left, a plain segment before a name.
std::vector<bool> rank(const Segments& pattern)
{
    std::vector<bool> names;
    for (const auto segment : pattern) names.push_back(isName(segment));
    return names;
}

class Site
{
public:
    void add(std::string_view method, std::string_view path)
    {
        auto endpoint = described(method, path, _endpoints.size());
        if (!endpoint) return;
        try
        {
            _router.add(endpoint->method, endpoint->path, _endpoints.size());
            _endpoints.push_back(*std::move(endpoint));
        }
        catch (const std::invalid_argument& e)
        {
            require(*e.what(), "a refusal says why");
        }
    }

    void ask(std::string_view method, std::string_view path) const
    {
        host::Captures captures;
        const auto* methods = _router.match(path, captures, method);
        const auto expected = find(method, path);
        const auto found = methods ? methods->find(method) : host::Router::Methods::const_iterator();
        const bool served = methods && found != methods->end();
        require(served == expected.has_value(), "a path is found when a template matches", path);
        if (!served) return;
        require(found->second == *expected, "the template with the plainest beginning goes first", path);
        const auto& endpoint = _endpoints[found->second];
        const auto segments = matched(*segmentsOf(endpoint.path), *segmentsOf(path));
        require(segments && Segments(captures.segments.begin(), captures.segments.begin() + static_cast<std::ptrdiff_t>(captures.count)) ==
                                *segments,
                "names capture their segments", path);
        bind(endpoint, captures);
    }

private:
    /// The number of the endpoint that serves it.
    std::optional<std::size_t> find(std::string_view method, std::string_view path) const
    {
        const auto segments = segmentsOf(path);
        std::optional<std::size_t> best;
        for (std::size_t i = 0; segments && i < _endpoints.size(); ++i)
        {
            const auto pattern = *segmentsOf(_endpoints[i].path);
            if (_endpoints[i].method != method || !matched(pattern, *segments)) continue;
            if (!best || rank(pattern) < rank(*segmentsOf(_endpoints[*best].path))) best = i;
        }
        return best;
    }

    static void bind(const host::Endpoint& endpoint, const host::Captures& captures)
    {
        host::ParameterValues values(endpoint);
        host::ValidationErrors errors;
        host::bindPath(endpoint, captures, values, errors);
        require(host::isUtf8(errors.body()), "an answer is UTF-8", errors.body());
        if (!errors.empty()) return;
        for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
        {
            const auto& text = values.at(i);
            require(!text.empty() && host::isUtf8(text) && !host::hasControlCharacter(text), "a path parameter is printable text", text);
        }
    }

    std::vector<host::Endpoint> _endpoints;
    host::Router _router;
};

/// Encoding each byte and decoding once gives the bytes.
void checkDecoding(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string encoded;
    for (const unsigned char c : text) (encoded += '%').append({digits[c >> 4], digits[c & 15]});
    require(host::percentDecode(encoded, false) == text, "decoding undoes encoding", text);
    require(host::percentDecode(encoded, true) == text, "decoding undoes encoding", text);
    require(host::percentDecode(text, true).size() <= text.size(), "decoding makes nothing longer", text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    Site site;
    for (auto line = input.line(); !line.empty(); line = input.line())
    {
        const auto space = std::min(line.find(' '), line.size());
        site.add(line.substr(0, space), line.substr(std::min(space + 1, line.size())));
    }
    const auto method = input.until(' ');
    const auto path = input.rest();
    site.ask(method, path);
    checkDecoding(path);
    return 0;
}
