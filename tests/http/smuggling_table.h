#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// What a connection is good for behind a row's answers.
enum class After
{
    Kept,   ///< another request is served
    Closed, ///< the server has closed it
    Waiting ///< the server waits for the rest of a request
};

/// Bytes that two servers could read in two ways, and what this one makes of them. A second request hides in most of them; it must never
/// be served.
struct SmugglingRow
{
    std::string name;
    std::string sent;
    std::vector<int> answers; ///< 200 for each request that the handler gets, and the status of what is refused
    After after = After::Closed;

    int served() const;
};

/// The table, with this request hidden.
std::vector<SmugglingRow> smugglingTable(const std::string& hidden);

} // namespace flyte_webhook::test
