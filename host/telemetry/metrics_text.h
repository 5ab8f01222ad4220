#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

/// Writes metrics as scrapers read them: the text format of Prometheus (0.0.4) or OpenMetrics (1.0). Thread: one at a time.
class MetricsText
{
public:
    enum class Format
    {
        prometheus,
        openMetrics
    };
    enum class Type
    {
        counter,
        gauge,
        histogram
    };
    using Label = std::pair<std::string_view, std::string_view>;
    using Labels = std::vector<Label>;

    explicit MetricsText(Format format) : _format(format) {}

    /// Begins a metric; its samples follow. Of a counter the name ends in _total.
    void begin(std::string_view name, Type type, std::string_view help);

    void sample(std::uint64_t value, const Labels& labels = {});
    void sample(double value, const Labels& labels = {});

    /// A sample of a histogram: `upTo` has one count more than there are bounds, the last one of all.
    void sample(const double* bounds, std::size_t count, const std::uint64_t* upTo, double sum, const Labels& labels = {});

    /// All of it; nothing is left then.
    std::string take();

    /// What Content-Type says.
    static const char* contentType(Format format);

    /// The format that an Accept header asks for.
    static Format formatFor(std::string_view accept);

private:
    std::string bound(double value) const;
    void line(std::string_view suffix, const Labels& labels, std::string_view more, std::string_view value);

    const Format _format;
    std::string _text, _name;
};

} // namespace flyte_webhook::host
