#include "router.h"
#include <stdexcept>
#include <unordered_map>

namespace flyte_webhook::host
{

struct Router::Node
{
    explicit Node(std::string_view text) : segment(text) {}

    const std::string segment;
    std::unordered_map<std::string_view, std::unique_ptr<Node>> plain; ///< by their segments, which they hold themselves
    std::unique_ptr<Node> named;
    Methods methods;
};

Router::Router() : _root(std::make_unique<Node>(std::string_view())) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(std::string_view method, std::string_view path, std::size_t number)
{
    Node* node = _root.get();
    std::size_t names = 0;
    for (std::size_t begin = 1; begin <= path.size();)
    {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto segment = path.substr(begin, end - begin);
        const bool named = !segment.empty() && segment.front() == '{';
        if (named && ++names > Captures::most) throw std::invalid_argument("the path " + std::string(path) + " has too many names");
        node = named ? &namedOf(*node) : &plainOf(*node, segment);
        begin = end + 1;
    }
    if (!node->methods.emplace(method, number).second)
        throw std::invalid_argument("another endpoint has " + std::string(method) + " " + std::string(path) + " already");
}

Router::Node& Router::namedOf(Node& node)
{
    if (!node.named) node.named = std::make_unique<Node>(std::string_view());
    return *node.named;
}

Router::Node& Router::plainOf(Node& node, std::string_view segment)
{
    if (const auto found = node.plain.find(segment); found != node.plain.end()) return *found->second;
    auto made = std::make_unique<Node>(segment);
    const std::string_view key = made->segment;
    return *node.plain.emplace(key, std::move(made)).first->second;
}

const Router::Methods* Router::match(std::string_view path, Captures& captures, std::string_view method) const
{
    captures.count = 0;
    if (path.empty() || path.front() != '/') return nullptr;
    if (const auto* methods = find(*_root, path, method, captures)) return methods;
    return method.empty() ? nullptr : find(*_root, path, {}, captures);
}

const Router::Methods* Router::find(const Node& node, std::string_view rest, std::string_view method, Captures& captures)
{
    if (rest.empty())
    {
        const bool fits = method.empty() ? !node.methods.empty() : node.methods.find(method) != node.methods.end();
        return fits ? &node.methods : nullptr;
    }
    const auto end = std::min(rest.find('/', 1), rest.size());
    const auto segment = rest.substr(1, end - 1);
    if (const auto next = node.plain.find(segment); next != node.plain.end())
        if (const auto* methods = find(*next->second, rest.substr(end), method, captures)) return methods;
    if (!node.named) return nullptr;
    const auto count = captures.count;
    captures.segments[captures.count++] = segment;
    if (const auto* methods = find(*node.named, rest.substr(end), method, captures)) return methods;
    captures.count = count;
    return nullptr;
}

} // namespace flyte_webhook::host
