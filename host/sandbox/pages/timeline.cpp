#include "sandbox/pages/timeline.h"
#include "sandbox/base/duration_text.h"
#include "sandbox/pages/time_scale.h"
#include <algorithm>
#include <cctype>

namespace flyte_webhook::sandbox
{
namespace
{

// A row has a line of text, and its bar below; sizes are those of the page, lengths along the line are per cent of its width.
constexpr std::size_t rowHeight = 42, textLine = 14, barTop = 20, axisHeight = 26;
constexpr std::int64_t narrowest = 80, whole = 10000, lastMark = 9000; // hundredths of a per cent

/// A phase that took a while.
struct Span
{
    Phase phase;
    Time begin, end;
};

/// A run's way, in order.
struct Way
{
    std::vector<Span> spans;
    std::optional<Phase> outcome; ///< none yet
    Time begin, end;

    std::chrono::microseconds length() const { return std::max(end, begin) - begin; }
};

Way wayOf(const std::vector<PhaseChange>& phases, Time now)
{
    Way way;
    const PhaseChange& last = phases.back();
    if (isDone(last.phase)) way.outcome = last.phase;
    way.begin = phases.front().at;
    way.end = way.outcome ? last.at : now;
    for (auto phase = phases.begin(); phase != phases.end() && !isDone(phase->phase); ++phase)
        way.spans.push_back({phase->phase, phase->at, std::next(phase) == phases.end() ? now : std::next(phase)->at});
    return way;
}

std::string percent(std::int64_t hundredths)
{
    const std::string fraction = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (fraction.size() == 1 ? ".0" : ".") + fraction + "%";
}

Html& number(Html& html, std::size_t number) { return html.text(std::to_string(number)); }

void writeRow(Html& html, std::size_t row, std::string_view name, std::string_view length)
{
    const std::size_t top = row * rowHeight;
    number(html.markup("<text class=\"name\" y=\""), top + textLine).markup("\">").text(name);
    number(html.markup("</text><text x=\"100%\" y=\""), top + textLine).markup("\" text-anchor=\"end\">").text(length);
    number(html.markup("</text><rect class=\"track\" y=\""), top + barTop).markup("\" width=\"100%\" height=\"12\"></rect>");
}

void writeSpan(Html& html, std::size_t row, const Span& span, const TimeScale& scale)
{
    const char* name = phaseName(span.phase);
    writeRow(html, row, name, durationText(span.end - span.begin));
    const auto begin = std::min(scale.place(span.begin), whole - narrowest);
    const auto width = std::max(scale.place(span.end) - begin, narrowest);
    html.markup("<rect class=\"bar ").text(name).markup("\" x=\"").text(percent(begin)).markup("\" width=\"").text(percent(width));
    number(html.markup("\" y=\""), row * rowHeight + barTop).markup("\" height=\"12\"><title>").text(name);
    html.markup(" from ").text(timeText(span.begin)).markup(" to ").text(timeText(span.end)).markup("</title></rect>\n");
}

void writeOutcome(Html& html, std::size_t row, const Way& way)
{
    const char* name = phaseName(*way.outcome);
    writeRow(html, row, name, "after " + durationText(way.length()));
    html.markup("<rect class=\"end ").text(name).markup("\" x=\"100%\" width=\"8\" transform=\"translate(-8 0)\"");
    number(html.markup(" y=\""), row * rowHeight + barTop).markup("\" height=\"12\"><title>").text(name);
    html.markup(" at ").text(timeText(way.end)).markup("</title></rect>\n");
}

void writeAxis(Html& html, std::size_t top, const TimeScale& scale)
{
    number(html.markup("<text class=\"mark\" y=\""), top + textLine).markup("\">0</text>");
    for (const auto at : scale.marks())
    {
        const auto place = scale.place(scale.begin() + at);
        if (place > lastMark) continue; // its words would not fit
        number(html.markup("<text class=\"mark\" x=\"").text(percent(place)).markup("\" y=\""), top + textLine);
        html.markup("\" text-anchor=\"middle\">").text(durationText(at)).markup("</text>");
    }
}

} // namespace

std::string timelineText(const std::vector<PhaseChange>& phases, Time now)
{
    const Way way = wayOf(phases, now);
    std::string text;
    for (const Span& span : way.spans) text += std::string(phaseName(span.phase)) + " for " + durationText(span.end - span.begin) + ", ";
    if (way.outcome)
        text += std::string("then ") + phaseName(*way.outcome) + ", after " + durationText(way.length()) + ".";
    else
        text.replace(text.size() - 2, 2, " so far.");
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

void writeTimeline(Html& html, const std::vector<PhaseChange>& phases, Time now)
{
    const Way way = wayOf(phases, now);
    const TimeScale scale(way.begin, way.end);
    const std::size_t rows = way.spans.size() + (way.outcome ? 1 : 0);
    html.markup("<figure class=\"timeline\">\n<svg role=\"img\" aria-label=\"Timeline of the run\" aria-describedby=\"timeline-words\" "
                "width=\"100%\" height=\"");
    number(html, rows * rowHeight + axisHeight).markup("\">\n");
    for (std::size_t row = 0; row < way.spans.size(); ++row) writeSpan(html, row, way.spans[row], scale);
    if (way.outcome) writeOutcome(html, way.spans.size(), way);
    writeAxis(html, rows * rowHeight, scale);
    html.markup("</svg>\n<figcaption id=\"timeline-words\">").text(timelineText(phases, now)).markup("</figcaption>\n</figure>\n");
}

} // namespace flyte_webhook::sandbox
