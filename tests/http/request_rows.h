#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What a client sends, and what the reader makes of it: "METHOD target [body]" for each request, then a status when one is refused, or
/// "..." when more must come.
struct Row
{
    std::string sent;
    std::string understood;
};

std::vector<Row> goodRequests();
std::vector<Row> badRequestLines();
std::vector<Row> badHeaders();
std::vector<Row> badLengths();
std::vector<Row> badCodings();
std::vector<Row> badChunks();

} // namespace flyte_webhook::host
