#pragma once
#include <rapidjson/document.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Collects what is wrong with one file, so that it is told all at once.
class Problems
{
public:
    explicit Problems(std::string file) : _file(std::move(file)) {}

    /// `where` is the path of keys in the file; empty: the file as a whole.
    void add(std::string_view where, std::string_view what);

    const std::vector<std::string>& texts() const noexcept { return _texts; }

private:
    std::string _file;
    std::vector<std::string> _texts;
};

/// A JSON object being read: each key is asked for by its type, what does not fit is noted, and so are keys that nobody asked for.
class ObjectReader
{
public:
    /// What is no object is noted, and read as an empty one.
    ObjectReader(const rapidjson::Value& json, std::string where, Problems& problems);

    /// The value of a key, or null when it is not there.
    const rapidjson::Value* find(const char* key);

    /// A text; `fallback` when it is not there.
    std::string text(const char* key, std::string fallback = {});
    bool boolean(const char* key, bool fallback);
    std::vector<std::string> texts(const char* key);

    /// Notes that a key is missing, or what is wrong with it.
    void missing(const char* key, std::string_view what);
    void problem(const char* key, std::string_view what);

    /// Notes each key that was not asked for. Call it last.
    void finish();

    std::string pathOf(std::string_view key) const;

private:
    const rapidjson::Value* _json; // null: no object
    std::string _where;
    Problems& _problems;
    std::vector<std::string> _known;
};

} // namespace flyte_webhook::sandbox
