#include "sandbox/tasks/json_file.h"
#include "base/named_file.h"
#include <algorithm>
#include <filesystem>
#include <rapidjson/error/en.h>
#include <sys/stat.h>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t largestFile = 16 << 20;

/// Nothing, and the reason is noted, when it cannot be read.
std::optional<std::string> contentOf(const std::string& path, Problems& problems)
{
    try
    {
        return host::readNamedFile(path, largestFile);
    }
    catch (const host::UnreadableFile& e)
    {
        problems.add({}, e.what());
        return std::nullopt;
    }
}

std::string lineOf(const std::string& text, std::size_t offset)
{
    return "line " +
           std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size())), '\n'));
}

} // namespace

std::vector<std::string> jsonFiles(const std::string& folder, std::error_code& error)
{
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::optional<rapidjson::Document> parseJsonFile(const std::string& path, Problems& problems)
{
    const auto content = contentOf(path, problems);
    if (!content) return std::nullopt;
    rapidjson::Document file;
    file.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag>(content->data(), content->size());
    if (!file.HasParseError()) return file;
    problems.add(lineOf(*content, file.GetErrorOffset()), std::string("no JSON: ") + rapidjson::GetParseError_En(file.GetParseError()));
    return std::nullopt;
}

Time changeOf(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0) return {};
    return Time(std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::microseconds(status.st_mtim.tv_nsec / 1000));
}

} // namespace flyte_webhook::sandbox
