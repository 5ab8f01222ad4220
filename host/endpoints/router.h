#pragma once
#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// The raw segments that a path's {names} stand for, in order.
struct Captures
{
    static constexpr std::size_t most = 16;
    std::array<std::string_view, most> segments{};
    std::size_t count = 0;
};

/// Finds which of the added path templates a raw path matches. A plain segment goes before a {name}; a segment is matched as the client
/// wrote it, so an encoded slash stays inside its segment. How many there are makes no difference to the search. Immutable once filled; any
/// thread may then ask it.
class Router
{
public:
    /// What lies at one template: the method -> number that add() was given.
    using Methods = std::map<std::string, std::size_t, std::less<>>;

    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Adds `number` for method and template. Throws std::invalid_argument when another template would match the same paths with that
    /// method, or when it has more than Captures::most names.
    void add(std::string_view method, std::string_view path, std::size_t number);

    /// The methods at the template that `path` matches, or nullptr. Captured segments may be empty. Of several templates that match, the
    /// first with `method` counts; when none has it, or no method is given, the first of all.
    const Methods* match(std::string_view path, Captures& captures, std::string_view method = {}) const;

private:
    struct Node;
    static Node& namedOf(Node& node);
    static Node& plainOf(Node& node, std::string_view segment);
    static const Methods* find(const Node& node, std::string_view rest, std::string_view method, Captures& captures);
    std::unique_ptr<Node> _root;
};

} // namespace flyte_webhook::host
