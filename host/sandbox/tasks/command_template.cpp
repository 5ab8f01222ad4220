#include "sandbox/tasks/command_template.h"
#include <algorithm>
#include <cctype>
#include <optional>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::string_view inputMark = "inputs.";
constexpr std::string_view known[] = {"input", "inputPrefix", "outputPrefix", "taskPrefix", "uploadPrefix", "sandbox"};

struct Placeholder
{
    std::size_t begin, end; // in the argument, braces included
    std::string_view name;
};

bool isNameCharacter(unsigned char c) { return std::isalnum(c) || c == '_' || c == '.' || c == '-'; }

/// The placeholder that begins at `begin`, where the argument has "{{".
std::optional<Placeholder> placeholderAt(std::string_view argument, std::size_t begin)
{
    std::size_t at = argument.find_first_not_of(' ', begin + 2);
    if (at == std::string_view::npos || argument[at] != '.') return std::nullopt;
    const std::size_t name = ++at;
    while (at < argument.size() && isNameCharacter(static_cast<unsigned char>(argument[at]))) ++at;
    const std::size_t end = argument.find_first_not_of(' ', at);
    if (at == name || end == std::string_view::npos || argument.substr(end, 2) != "}}") return std::nullopt;
    return Placeholder{begin, end + 2, argument.substr(name, at - name)};
}

std::optional<Placeholder> nextPlaceholder(std::string_view argument, std::size_t from)
{
    for (std::size_t at = argument.find("{{", from); at != std::string_view::npos; at = argument.find("{{", at + 1))
        if (const auto found = placeholderAt(argument, at)) return found;
    return std::nullopt;
}

bool isInterpreter(std::string_view program)
{
    constexpr std::string_view names[] = {"sh",      "bash",   "dash",    "ash",  "ksh",  "zsh",
                                          "busybox", "python", "python3", "perl", "ruby", "node"};
    return std::find(std::begin(names), std::end(names), program.substr(program.rfind('/') + 1)) != std::end(names);
}

/// Whether the argument at `place` is a script by itself: the one after -c, -ec or -e of an interpreter.
bool isScript(const std::vector<std::string>& command, std::size_t place)
{
    if (place < 2) return false;
    const std::string& option = command[place - 1];
    const bool announces = option.size() >= 2 && option[0] == '-' && option[1] != '-' && (option.back() == 'c' || option.back() == 'e');
    return announces && std::any_of(command.begin(), command.begin() + static_cast<std::ptrdiff_t>(place) - 1, isInterpreter);
}

std::string quoted(std::string_view name) { return "`{{." + std::string(name) + "}}`"; }

std::string problemOfPlaceholder(std::string_view name, const std::vector<std::string>& inputs, bool script)
{
    const std::string_view input = inputOfPlaceholder(name);
    if (input.empty() && std::find(std::begin(known), std::end(known), name) == std::end(known))
        return quoted(name) + " means nothing; known are {{.inputs.NAME}}, {{.input}}, {{.inputPrefix}}, {{.outputPrefix}}, "
                              "{{.taskPrefix}}, {{.uploadPrefix}}, {{.sandbox}}";
    if (!input.empty() && std::find(inputs.begin(), inputs.end(), input) == inputs.end())
        return quoted(name) + ": the task has no input `" + std::string(input) + "`";
    if (!input.empty() && script)
        return quoted(name) + " stands inside a script, which would execute the value; give it as an argument of its own";
    return {};
}

} // namespace

std::vector<std::string> placeholders(std::string_view argument)
{
    std::vector<std::string> names;
    for (auto next = nextPlaceholder(argument, 0); next; next = nextPlaceholder(argument, next->end)) names.emplace_back(next->name);
    return names;
}

std::string expand(std::string_view argument, const std::function<std::string(std::string_view)>& value)
{
    std::string expanded;
    std::size_t copied = 0;
    for (auto next = nextPlaceholder(argument, 0); next; next = nextPlaceholder(argument, copied))
    {
        expanded += argument.substr(copied, next->begin - copied);
        expanded += value(next->name);
        copied = next->end;
    }
    return expanded += argument.substr(copied);
}

std::string_view inputOfPlaceholder(std::string_view name)
{
    return name.substr(0, inputMark.size()) == inputMark ? name.substr(inputMark.size()) : std::string_view();
}

std::vector<std::string> problemsOfCommand(const std::vector<std::string>& command, const std::vector<std::string>& inputs)
{
    std::vector<std::string> problems;
    for (std::size_t i = 0; i < command.size(); ++i)
        for (const auto& name : placeholders(command[i]))
        {
            std::string problem = problemOfPlaceholder(name, inputs, isScript(command, i));
            if (!problem.empty()) problems.push_back("argument " + std::to_string(i) + ": " + problem);
        }
    return problems;
}

} // namespace flyte_webhook::sandbox
