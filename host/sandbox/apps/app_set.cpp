#include "sandbox/apps/app_set.h"
#include "sandbox/apps/app_reader.h"
#include "sandbox/tasks/json_file.h"
#include <map>

namespace flyte_webhook::sandbox
{

std::vector<App> loadApps(const std::string& folder)
{
    std::error_code error;
    const auto files = jsonFiles(folder, error);
    if (error) throw BadAppFiles("the folder of apps " + folder + " cannot be read: " + error.message());
    std::vector<App> apps;
    std::map<AppName, std::string> seen;
    std::string errors;
    for (const auto& file : files)
    {
        Problems problems(file);
        apps.push_back(readAppFile(file, problems));
        const AppName& name = apps.back().name;
        if (const auto [earlier, isNew] = seen.emplace(name, file); !isNew && problems.texts().empty())
            problems.add({}, "declares the app " + name.domain + "/" + name.project + "/" + name.name + ", which " + earlier->second +
                                 " declares already");
        for (const auto& problem : problems.texts()) errors += (errors.empty() ? "" : "\n") + problem;
    }
    if (!errors.empty()) throw BadAppFiles(errors);
    return apps;
}

} // namespace flyte_webhook::sandbox
