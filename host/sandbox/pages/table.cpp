#include "sandbox/pages/table.h"

namespace flyte_webhook::sandbox
{

Row::Row(Html& html, const Columns& columns) : _html(html), _columns(columns) { _html.markup("<tr>"); }

Html& Row::cell()
{
    if (_cells > 0) _html.markup("</td>");
    return _html.markup("<td data-column=\"").text(_columns.at(_cells++)).markup("\">");
}

void Row::end() { _html.markup("</td></tr>\n"); }

void beginTable(Html& html, const Columns& columns)
{
    html.markup("<table>\n<thead><tr>");
    for (const auto column : columns) html.markup("<th scope=\"col\">").text(column).markup("</th>");
    html.markup("</tr></thead>\n<tbody>\n");
}

void endTable(Html& html) { html.markup("</tbody>\n</table>\n"); }

} // namespace flyte_webhook::sandbox
