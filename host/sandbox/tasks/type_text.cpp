#include "sandbox/tasks/type_builder.h"
#include "sandbox/tasks/type_syntax.h"
#include <algorithm>
#include <cctype>
#include <stdexcept>

using flyteidl2::core::BlobType;
using flyteidl2::core::LiteralType;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr int deepestNesting = 32;

/// Reads a type by recursive descent: union = prefixed {"|" prefixed}; prefixed = ["list of" | "map of" | "optional"] prefixed | primary;
/// primary = "(" union ")" | name ["(" text {"," text} ")"].
class TypeParser
{
public:
    explicit TypeParser(std::string_view text) : _text(text), _rest(text) {}

    LiteralType parse()
    {
        LiteralType type = parseUnion();
        skipSpace();
        if (!_rest.empty()) fail("`" + std::string(_rest) + "` is left over");
        return type;
    }

private:
    LiteralType parseUnion()
    {
        if (++_depth > deepestNesting) fail("it is nested too deeply");
        std::vector<LiteralType> variants{parsePrefixed()};
        while (take('|')) variants.push_back(parsePrefixed());
        --_depth;
        return unionOf(variants);
    }

    LiteralType parsePrefixed()
    {
        if (++_depth > deepestNesting) fail("it is nested too deeply");
        LiteralType type = parsePrefix();
        --_depth;
        return type;
    }

    LiteralType parsePrefix()
    {
        if (take('('))
        {
            LiteralType type = parseUnion();
            expect(')');
            return type;
        }
        const std::string name = word();
        if (name == "list" || name == "map")
        {
            if (word() != "of") fail("`" + name + "` must be followed by `of` and a type");
            return name == "list" ? listOf(parsePrefixed()) : mapOf(parsePrefixed());
        }
        if (name == "optional") return optionalOf(parsePrefixed());
        return parseNamed(name);
    }

    LiteralType parseNamed(const std::string& name)
    {
        const auto arguments = take('(') ? argumentsUpTo(')') : std::vector<std::string>{};
        if (name == "enum") return enumOf(arguments);
        auto type = namedType(name);
        if (!type)
            fail("there is no type `" + name + "`; known are " + typeNames() + ", enum(A, B), list of T, map of T, optional T, T | T");
        if (arguments.size() > 1) fail("`" + name + "` takes one format");
        return arguments.empty() ? *type : withFormat(*type, arguments.front());
    }

    std::vector<std::string> argumentsUpTo(char end)
    {
        const std::size_t length = _rest.find(end);
        if (length == std::string_view::npos) fail(std::string("a `") + end + "` is missing");
        std::vector<std::string> arguments;
        for (std::string_view list = _rest.substr(0, length);;)
        {
            const std::size_t comma = list.find(',');
            arguments.push_back(trimmed(list.substr(0, comma)));
            if (comma == std::string_view::npos) break;
            list.remove_prefix(comma + 1);
        }
        _rest.remove_prefix(length + 1);
        return arguments;
    }

    static std::string trimmed(std::string_view text)
    {
        const std::size_t begin = text.find_first_not_of(" \t");
        if (begin == std::string_view::npos) return {};
        return std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
    }

    std::string word()
    {
        skipSpace();
        const auto end = std::find_if(_rest.begin(), _rest.end(), [](unsigned char c) { return !std::isalnum(c) && c != '_'; });
        std::string word(_rest.begin(), end);
        if (word.empty()) fail("a type is missing" + (_rest.empty() ? std::string(" at the end") : " before `" + std::string(_rest) + "`"));
        _rest.remove_prefix(word.size());
        return word;
    }

    bool take(char character)
    {
        skipSpace();
        if (_rest.empty() || _rest.front() != character) return false;
        _rest.remove_prefix(1);
        return true;
    }

    void expect(char character)
    {
        if (!take(character)) fail(std::string("a `") + character + "` is missing");
    }

    void skipSpace() { _rest.remove_prefix(std::min(_rest.find_first_not_of(" \t"), _rest.size())); }

    [[noreturn]] void fail(const std::string& reason) const
    {
        throw std::invalid_argument("`" + std::string(_text) + "` is no type: " + reason);
    }

    std::string_view _text, _rest;
    int _depth = 0;
};

std::string formatText(const std::string& name, const std::string& format) { return format.empty() ? name : name + "(" + format + ")"; }

template <typename Items, typename Text> std::string joined(const Items& items, const char* separator, Text&& text)
{
    std::string all;
    for (const auto& item : items) all += (all.empty() ? "" : separator) + text(item);
    return all;
}

/// As part of another type: a union needs parentheses there.
std::string partText(const LiteralType& type) { return type.has_union_type() ? "(" + typeText(type) + ")" : typeText(type); }

} // namespace

LiteralType typeFromText(std::string_view text) { return TypeParser(text).parse(); }

std::string typeText(const LiteralType& type)
{
    switch (type.type_case())
    {
    case LiteralType::kSimple: return simpleTypeName(type.simple());
    case LiteralType::kCollectionType: return "list of " + partText(type.collection_type());
    case LiteralType::kMapValueType: return "map of " + partText(type.map_value_type());
    case LiteralType::kUnionType: return joined(type.union_type().variants(), " | ", typeText);
    case LiteralType::kEnumType:
        return "enum(" + joined(type.enum_type().values(), ", ", [](const std::string& value) { return value; }) + ")";
    case LiteralType::kBlob:
        return formatText(type.blob().dimensionality() == BlobType::MULTIPART ? "folder" : "file", type.blob().format());
    case LiteralType::kStructuredDatasetType: return formatText("dataset", type.structured_dataset_type().format());
    case LiteralType::kSchema: return "schema";
    default: return "unknown";
    }
}

} // namespace flyte_webhook::sandbox
