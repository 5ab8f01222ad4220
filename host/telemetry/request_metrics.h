#pragma once
#include "telemetry/duration_histogram.h"
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace flyte_webhook::host
{

/// Counts requests and their durations by endpoint and status, from the start of the process to its end. Thread: any.
class RequestMetrics
{
public:
    /// The requests of one endpoint. Thread: any; no lock.
    class Series
    {
    public:
        Series(std::string methodName, std::string routePath, std::string endpointId)
            : method(std::move(methodName)), route(std::move(routePath)), endpoint(std::move(endpointId))
        {
        }
        ~Series();
        Series(const Series&) = delete;
        Series& operator=(const Series&) = delete;

        /// A status that is none of HTTP's (100 to 599) is left out.
        void count(int status, std::chrono::steady_clock::duration duration);

        /// Each status that there was.
        void each(const std::function<void(int status, const DurationHistogram::Reading&)>& visit) const;

        const std::string method, route, endpoint;

    private:
        static constexpr int first = 100, end = 600;
        DurationHistogram& histogram(int status);

        std::array<std::atomic<DurationHistogram*>, end - first> _byStatus{}; ///< owned; made when a status comes for the first time
    };

    /// The series of an endpoint, the same one for the same names. Both are empty for what has no endpoint.
    Series& of(const std::string& method, const std::string& route, const std::string& endpoint);

    void each(const std::function<void(const Series&)>& visit) const;

    /// All requests that were counted.
    std::uint64_t total() const;

private:
    mutable std::mutex _mutex; ///< taken when a service is built and when metrics are read, not by requests
    std::deque<Series> _series;
};

} // namespace flyte_webhook::host
