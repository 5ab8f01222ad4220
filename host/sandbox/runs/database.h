#pragma once
#include "sandbox/base/clock.h"
#include "sandbox/runs/transaction.h"
#include <Poco/Data/LOB.h>
#include <Poco/Data/Session.h>
#include <Poco/Nullable.h>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace flyte_webhook::sandbox
{

/// How bytes are read back: an empty value is stored as NULL.
using NullableBytes = Poco::Nullable<Poco::Data::BLOB>;

Poco::Data::BLOB toBlob(std::string_view bytes);
std::string toBytes(const NullableBytes& bytes);

/// How moments are stored.
inline Poco::Int64 micros(Time time) { return time.time_since_epoch().count(); }
inline Time fromMicros(Poco::Int64 count) { return Time(std::chrono::microseconds(count)); }

/// The one connection to the SQLite file, and its lock. What a function of Poco throws leaves as std::runtime_error. Thread: any.
class Database
{
public:
    /// Opens or makes the file with its tables; those of an earlier version of this program are brought up to date. One process at a
    /// time: whoever owns the folder sees to that. Throws std::runtime_error, also when the tables are of a later version.
    explicit Database(const std::string& file);

    /// Runs `work(session)` alone and within a transaction: all of it is on disk afterwards, or none when it throws.
    template <typename Work> auto change(Work&& work)
    {
        return alone(
            [&]
            {
                Transaction transaction(_session);
                if constexpr (std::is_void_v<decltype(work(_session))>)
                {
                    work(_session);
                    transaction.commit();
                }
                else
                {
                    auto result = work(_session);
                    transaction.commit();
                    return result;
                }
            });
    }

    /// Runs `work(session)` alone.
    template <typename Work> auto read(Work&& work)
    {
        return alone([&] { return work(_session); });
    }

private:
    template <typename Work> auto alone(Work&& work)
    {
        const std::lock_guard lock(_mutex);
        try
        {
            return work();
        }
        catch (const Poco::Exception& e)
        {
            throw std::runtime_error("the sandbox's database failed: " + e.displayText());
        }
    }

    void prepare(const std::string& file);
    void addVersion(int version);

    std::mutex _mutex;
    Poco::Data::Session _session;
};

} // namespace flyte_webhook::sandbox
