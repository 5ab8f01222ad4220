#pragma once
#include "sandbox/pages/html.h"
#include <vector>

namespace flyte_webhook::sandbox
{

using Columns = std::vector<std::string_view>;

/// A row being written. Where the screen is narrow a row becomes a card in which each cell stands behind the name of its column.
class Row
{
public:
    Row(Html& html, const Columns& columns);

    /// The next cell begins.
    Html& cell();

    void end();

private:
    Html& _html;
    const Columns& _columns;
    std::size_t _cells = 0;
};

void beginTable(Html& html, const Columns& columns);
void endTable(Html& html);

/// Items as a table: write(row, item) writes the cells of one. None: the sentence `nothing`, a literal.
template <typename Items, std::size_t Size, typename Write>
void writeTable(Html& html, const Columns& columns, const Items& items, const char (&nothing)[Size], Write&& write)
{
    if (items.empty())
    {
        html.markup("<p class=\"nothing\">").markup(nothing).markup("</p>\n");
        return;
    }
    beginTable(html, columns);
    for (const auto& item : items)
    {
        Row row(html, columns);
        write(row, item);
        row.end();
    }
    endTable(html);
}

} // namespace flyte_webhook::sandbox
