#include "sandbox/runs/run_folder.h"
#include "sandbox/tasks/literals.h"
#include <filesystem>
#include <flyte_webhook/flyte/values.h>
#include <fstream>
#include <stdexcept>

using flyteidl2::core::LiteralType;
using flyteidl2::core::VariableMap;
using flyteidl2::task::Inputs;

namespace flyte_webhook::sandbox
{
namespace
{

void writeFile(const std::string& path, const std::string& content)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path);
}

const LiteralType& typeOf(const std::string& name, const VariableMap& types)
{
    for (const auto& entry : types.variables())
        if (entry.key() == name) return entry.value().type();
    throw std::runtime_error("the task has no input `" + name + "`");
}

std::string jsonOf(const Inputs& inputs, const VariableMap& types)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    flyte::writeLiterals(writer, inputs, &types);
    return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

} // namespace

RunFolder::RunFolder(const std::string& state, RunNumber number)
    : _base(state + "/runs/" + std::to_string(number)), _inputs(_base + "/inputs"), _outputs(_base + "/outputs"), _work(_base + "/work")
{
}

void RunFolder::make() const
{
    std::filesystem::remove_all(_base);
    for (const auto& folder : {_inputs, _outputs, _work}) std::filesystem::create_directories(folder);
    std::filesystem::permissions(_base, std::filesystem::perms::owner_all);
}

void RunFolder::writeInputs(const Inputs& inputs, const VariableMap& types) const
{
    for (const auto& input : inputs.literals())
        writeFile(_inputs + "/" + input.name(), fileContent(input.value(), typeOf(input.name(), types)));
    writeFile(_inputs + "/inputs.json", jsonOf(inputs, types));
    writeFile(inputDocument(), inputs.SerializeAsString());
}

void RunFolder::tidy() const noexcept
{
    std::error_code ignored;
    std::filesystem::remove_all(_inputs, ignored);
    std::filesystem::remove_all(_work, ignored);
}

} // namespace flyte_webhook::sandbox
