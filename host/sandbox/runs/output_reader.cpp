#include "sandbox/runs/output_reader.h"
#include "sandbox/base/descriptor.h"
#include "sandbox/base/error_text.h"
#include "sandbox/base/utf8.h"
#include "sandbox/tasks/type_syntax.h"
#include <Poco/Base64Encoder.h>
#include <algorithm>
#include <fcntl.h>
#include <flyte_webhook/flyte/values.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <optional>
#include <sstream>
#include <sys/stat.h>

using flyteidl2::core::BlobType;
using flyteidl2::core::Literal;
using flyteidl2::core::LiteralType;
using flyteidl2::core::SimpleType;
using flyteidl2::core::VariableMap;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t largestOutput = 10 << 20;

bool isSimple(const LiteralType& type, SimpleType simple) { return type.has_simple() && type.simple() == simple; }

bool hasVariant(const LiteralType& type, SimpleType simple)
{
    const auto& variants = type.union_type().variants();
    return std::any_of(variants.begin(), variants.end(), [&](const LiteralType& variant) { return isSimple(variant, simple); });
}

bool mayBeNone(const LiteralType& type) { return isSimple(type, SimpleType::NONE) || hasVariant(type, SimpleType::NONE); }

rapidjson::Document textValue(std::string_view text)
{
    rapidjson::Document value;
    value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), value.GetAllocator());
    return value; // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): the analyzer loses the allocator when the document moves
}

std::string base64(const std::string& bytes)
{
    std::ostringstream text;
    Poco::Base64Encoder encoder(text);
    encoder.rdbuf()->setLineLength(0);
    encoder.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    encoder.close();
    return text.str();
}

std::string_view withoutNewline(std::string_view text)
{
    if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    return text;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const std::size_t begin = std::min(text.find_first_not_of(space), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(space) + 1);
}

/// The content of a regular file; anything else there could keep the reader waiting.
std::string contentOf(const std::string& path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) throw BadOutputs("cannot be read: " + errorText());
    struct stat status
    {
    };
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) throw BadOutputs("is no regular file");
    if (static_cast<std::size_t>(status.st_size) > largestOutput)
        throw BadOutputs("has " + std::to_string(status.st_size) + " bytes, more than " + std::to_string(largestOutput));
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    const ssize_t size = ::read(file.number(), content.data(), content.size());
    if (size < 0) throw BadOutputs("cannot be read: " + errorText());
    content.resize(static_cast<std::size_t>(size));
    return content;
}

/// The address of what lies there, for types whose value is an address.
rapidjson::Document addressOf(const std::string& path, const LiteralType& type)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0) throw BadOutputs("cannot be read: " + errorText());
    if (type.has_blob() && S_ISDIR(status.st_mode) != (type.blob().dimensionality() == BlobType::MULTIPART))
        throw BadOutputs(S_ISDIR(status.st_mode) ? "is a folder, but a file is expected" : "is a file, but a folder is expected");
    return textValue("file://" + path);
}

/// JSON when that fits, else a text; nothing at all is none where a text cannot be meant.
Literal unionLiteral(std::string_view text, const LiteralType& type, const std::string& name)
{
    const bool mayBeText = hasVariant(type, SimpleType::STRING);
    const auto value = parseJson(text);
    if (!value && !mayBeText && trimmed(text).empty()) return flyte::toLiteral(type, rapidjson::Value(), name);
    if (value && !mayBeText) return flyte::toLiteral(type, *value, name);
    if (value) try
        {
            return flyte::toLiteral(type, *value, name);
        }
        catch (const InvalidArgument&) // `12` is no variant of `optional string`, but a text
        {
        }
    return flyte::toLiteral(type, textValue(withoutNewline(text)), name);
}

const char* rightForm(const LiteralType& type)
{
    if (isSimple(type, SimpleType::BOOLEAN)) return "true or false";
    if (isSimple(type, SimpleType::INTEGER)) return "a whole number, such as 3";
    if (isSimple(type, SimpleType::FLOAT)) return "a number, such as 0.5";
    return "it as JSON has it";
}

rapidjson::Document jsonValue(std::string_view text, const LiteralType& type)
{
    auto value = parseJson(text);
    if (!value) throw BadOutputs(std::string("holds no JSON; write ") + rightForm(type));
    return std::move(*value);
}

rapidjson::Document simpleValue(std::string_view text, const LiteralType& type)
{
    switch (type.simple())
    {
    case SimpleType::STRING: return textValue(withoutNewline(text));
    case SimpleType::DATETIME: return textValue(trimmed(text));
    case SimpleType::DURATION:
        if (auto number = parseJson(text)) return std::move(*number);
        return textValue(trimmed(text));
    case SimpleType::NONE: return rapidjson::Document(); // null
    default: return jsonValue(text, type);
    }
}

rapidjson::Document valueFrom(const std::string& content, const LiteralType& type)
{
    if (isSimple(type, SimpleType::BINARY)) return textValue(base64(content));
    if (!isUtf8(content)) throw BadOutputs("is not UTF-8");
    if (type.has_simple()) return simpleValue(content, type);
    if (type.has_enum_type()) return textValue(withoutNewline(content));
    return jsonValue(content, type);
}

Literal readOutput(const std::string& name, const LiteralType& type, const std::string& folder)
{
    const std::string path = folder + "/" + name;
    if (::access(path.c_str(), F_OK) != 0)
    {
        if (mayBeNone(type)) return flyte::toLiteral(type, rapidjson::Value(), name);
        throw BadOutputs("was not written by the command");
    }
    if (type.has_blob() || type.has_structured_dataset_type() || type.has_schema())
        return flyte::toLiteral(type, addressOf(path, type), name);
    const std::string content = contentOf(path);
    if (!type.has_union_type()) return flyte::toLiteral(type, valueFrom(content, type), name);
    if (!isUtf8(content)) throw BadOutputs("is not UTF-8");
    return unionLiteral(content, type, name);
}

} // namespace

flyteidl2::task::Outputs readOutputs(const VariableMap& outputs, const std::string& folder)
{
    flyteidl2::task::Outputs read;
    std::string problems;
    for (const auto& output : outputs.variables())
    {
        const std::string& name = output.key();
        auto& literal = *read.add_literals();
        literal.set_name(name);
        try
        {
            *literal.mutable_value() = readOutput(name, output.value().type(), folder);
        }
        catch (const BadOutputs& e)
        {
            problems.append("\nthe file of output `")
                .append(name)
                .append("` (")
                .append(typeText(output.value().type()))
                .append(") ")
                .append(e.what());
        }
        catch (const InvalidArgument& e)
        {
            problems.append("\noutput ").append(e.what());
        }
    }
    if (!problems.empty()) throw BadOutputs(problems.substr(1));
    return read;
}

} // namespace flyte_webhook::sandbox
