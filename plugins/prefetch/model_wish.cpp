#include "model_wish.h"
#include "quantity.h"
#include <algorithm>
#include <flyte_webhook/flyte/text_checks.h>

namespace flyte_webhook::prefetch
{

namespace
{

using flyte::refuse;

bool isLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Letters, digits and those further characters.
bool consistsOf(std::string_view text, std::string_view further)
{
    return std::all_of(text.begin(), text.end(), [&](char c) { return isLetterOrDigit(c) || further.find(c) != further.npos; });
}

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// The owner or the name of a repository, as Hugging Face takes them.
bool isRepositoryPart(std::string_view part)
{
    const auto edge = [](char c) { return isLetterOrDigit(c) || c == '_'; };
    return !part.empty() && part.size() <= 96 && consistsOf(part, "._-") && edge(part.front()) && edge(part.back()) &&
           part.find("--") == part.npos && part.find("..") == part.npos && !endsWith(part, ".git") && !endsWith(part, ".ipynb");
}

bool isRepository(std::string_view text)
{
    const auto slash = text.find('/');
    return slash != text.npos && isRepositoryPart(text.substr(0, slash)) && isRepositoryPart(text.substr(slash + 1));
}

std::string text(const Request& request, const char* parameter)
{
    auto value = request.parameter<std::string>(parameter);
    flyte::checkText(parameter, value);
    return value;
}

ModelWish::Text optionalText(const Request& request, const char* parameter)
{
    auto value = request.find<std::string>(parameter);
    if (!value || value->empty()) return std::nullopt;
    flyte::checkText(parameter, *value);
    return value;
}

std::vector<std::string> modalityOf(const Request& request)
{
    auto values = request.parameter<std::vector<std::string>>("modality");
    if (values.empty()) return {"text"};
    ParameterChecks checks;
    for (const auto& value : values) checks.run([&] { flyte::checkText("modality", value); });
    checks.finish();
    return values;
}

std::string repositoryOf(const Request& request)
{
    auto value = text(request, "repo");
    if (!isRepository(value)) refuse("repo", value, "is no repository at Hugging Face; write owner/name, such as meta-llama/Llama-2-7b-hf");
    return value;
}

ModelWish::Text artifactNameOf(const Request& request)
{
    auto value = optionalText(request, "artifact_name");
    if (value && !consistsOf(*value, "_-"))
        refuse("artifact_name", *value, "is no name of an artifact; write letters, digits, _ and - alone");
    return value;
}

std::string quantity(const Request& request, const char* parameter, const char* example)
{
    auto value = text(request, parameter);
    if (!isQuantity(value)) refuse(parameter, value, std::string("is no quantity; write it as Kubernetes does, such as ") + example);
    return value;
}

} // namespace

Endpoint& ModelWish::describe(Endpoint& endpoint)
{
    const std::string part = "[A-Za-z0-9_]([A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?";
    const auto repository = pattern("^(?!.*(--|[.][.]))" + part + "/" + part + "$");
    const auto quantity = pattern("^[+]?([0-9]{1,12}([.][0-9]{0,6})?|[.][0-9]{1,6})([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,2})?$");
    return endpoint
        .requiredEither<std::string>("repo", "the repository at Hugging Face, owner/name",
                                     repository & example("sandbox-models/tiny-greeter"))
        .either<std::string>("raw_data_path", "where the model is to be stored; left out, the control plane's choice", flyte::plainText())
        .either<std::string>("artifact_name", "what it is to be called: letters, digits, _ and -; left out, the repository's name",
                             pattern("^[A-Za-z0-9_-]*$"))
        .either<std::string>("architecture", "the model's architecture; left out, what its files say", flyte::plainText())
        .either<std::string>("task", "auto", "what the model is for, such as generate or embed", flyte::plainText())
        .either<std::vector<std::string>>("modality", {"text"}, "what it takes, such as text and image; a bare JSON array will do too",
                                          each(flyte::plainText()))
        .orBareBody()
        .either<std::string>("serial_format", "how its weights are stored, such as safetensors", flyte::plainText())
        .either<std::string>("model_type", "its type, such as transformer", flyte::plainText())
        .either<std::string>("short_description", "a line about it", flyte::plainText())
        .either<std::string>("hf_token_key", "HF_TOKEN", "the secret that holds the token for Hugging Face; empty: none is used",
                             flyte::plainText())
        .either<std::string>("cpu", "2", "processors for the task, as Kubernetes writes quantities", quantity)
        .either<std::string>("memory", "8Gi", "memory for the task, likewise", quantity)
        .either<std::string>("disk", "50Gi", "disk for the task, likewise", quantity)
        .either<std::int64_t>("force", 0, "greater than 0: fetched again, though it was fetched before");
}

ModelWish ModelWish::of(const Request& request)
{
    ModelWish wish{};
    ParameterChecks checks;
    checks.run([&] { wish.repository = repositoryOf(request); });
    checks.run([&] { wish.rawDataPath = optionalText(request, "raw_data_path"); });
    checks.run([&] { wish.artifactName = artifactNameOf(request); });
    checks.run([&] { wish.architecture = optionalText(request, "architecture"); });
    checks.run([&] { wish.task = text(request, "task"); });
    checks.run([&] { wish.modality = modalityOf(request); });
    checks.run([&] { wish.serialFormat = optionalText(request, "serial_format"); });
    checks.run([&] { wish.modelType = optionalText(request, "model_type"); });
    checks.run([&] { wish.shortDescription = optionalText(request, "short_description"); });
    checks.run([&] { wish.tokenKey = optionalText(request, "hf_token_key"); });
    checks.run([&] { wish.resources.cpu = quantity(request, "cpu", "2 or 500m"); });
    checks.run([&] { wish.resources.memory = quantity(request, "memory", "8Gi"); });
    checks.run([&] { wish.resources.disk = quantity(request, "disk", "50Gi"); });
    wish.force = request.parameter<std::int64_t>("force") > 0;
    checks.finish();
    return wish;
}

std::string ModelWish::label() const
{
    constexpr std::size_t longest = 63;
    auto label = artifactName.value_or(repository.substr(repository.find('/') + 1));
    std::replace(label.begin(), label.end(), '.', '-');
    label.erase(label.begin(), std::find_if(label.begin(), label.end(), isLetterOrDigit));
    label.resize(std::min(label.size(), longest));
    while (!label.empty() && !isLetterOrDigit(label.back())) label.pop_back();
    return label;
}

} // namespace flyte_webhook::prefetch
