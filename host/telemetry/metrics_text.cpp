#include "metrics_text.h"
#include <charconv>
#include <cmath>

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view total = "_total";

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// With a line end, and each of the special characters, behind a backslash.
std::string escaped(std::string_view text, std::string_view special)
{
    std::string result;
    for (const char c : text)
    {
        if (c == '\n')
            result += "\\n";
        else if (special.find(c) != special.npos)
            result += {'\\', c};
        else
            result += c;
    }
    return result;
}

constexpr std::string_view special = "\\\"";
constexpr std::string_view specialInPrometheusHelp = "\\"; // quotes stand there as they are

std::string number(double value)
{
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

const char* nameOf(MetricsText::Type type)
{
    switch (type)
    {
    case MetricsText::Type::counter: return "counter";
    case MetricsText::Type::gauge: return "gauge";
    default: return "histogram";
    }
}

} // namespace

void MetricsText::begin(std::string_view name, Type type, std::string_view help)
{
    _name = name;
    std::string_view family = name;
    if (_format == Format::openMetrics && type == Type::counter && endsWith(family, total)) family.remove_suffix(total.size());
    const auto head = std::string(family);
    _text += "# HELP " + head + " " + escaped(help, _format == Format::openMetrics ? special : specialInPrometheusHelp) + "\n# TYPE " +
             head + " " + nameOf(type) + "\n";
}

void MetricsText::sample(std::uint64_t value, const Labels& labels) { line({}, labels, {}, std::to_string(value)); }

void MetricsText::sample(double value, const Labels& labels) { line({}, labels, {}, number(value)); }

void MetricsText::sample(const double* bounds, std::size_t count, const std::uint64_t* upTo, double sum, const Labels& labels)
{
    for (std::size_t i = 0; i <= count; ++i)
        line("_bucket", labels, "le=\"" + (i < count ? bound(bounds[i]) : "+Inf") + "\"", std::to_string(upTo[i]));
    line("_sum", labels, {}, number(sum));
    line("_count", labels, {}, std::to_string(upTo[count]));
}

/// As each format's own programs write it, for bounds are compared as texts.
std::string MetricsText::bound(double value) const
{
    char digits[32];
    std::string text(digits, std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general).ptr);
    if (_format == Format::openMetrics && text.find_first_of(".e") == text.npos) text += ".0";
    return text;
}

void MetricsText::line(std::string_view suffix, const Labels& labels, std::string_view more, std::string_view value)
{
    _text += _name;
    _text += suffix;
    std::string list;
    for (const auto& [name, text] : labels) list += (list.empty() ? "" : ",") + std::string(name) + "=\"" + escaped(text, special) + "\"";
    if (!more.empty()) list += (list.empty() ? "" : ",") + std::string(more);
    if (!list.empty()) _text += "{" + list + "}";
    _text += ' ';
    _text += value;
    _text += '\n';
}

std::string MetricsText::take()
{
    if (_format == Format::openMetrics) _text += "# EOF\n";
    return std::move(_text);
}

const char* MetricsText::contentType(Format format)
{
    return format == Format::openMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                         : "text/plain; version=0.0.4; charset=utf-8";
}

MetricsText::Format MetricsText::formatFor(std::string_view accept)
{
    return accept.find("application/openmetrics-text") == accept.npos ? Format::prometheus : Format::openMetrics;
}

} // namespace flyte_webhook::host
