#pragma once
#include <google/protobuf/struct.pb.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::flyte
{

using google::protobuf::Struct;

/// A place in a JSON schema, as it stands in a type's metadata. A view: the type must outlive it. Keywords that do not count
/// (findKeyword()) are as if they were not there.
class Schema
{
public:
    /// The schema of nothing in particular: every value fits.
    Schema() = default;
    explicit Schema(const Struct& root) : Schema(root, root) {}
    /// A part of `root`, which references begin at. `defined`: it stands under `$defs` or `definitions`.
    Schema(const Struct& root, const Struct& node, bool defined = false) : _root(&root), _node(&node), _defined(defined) {}

    /// The same for the same place; nothing where nothing is said, or `false`.
    const void* place() const { return _node; }
    /// Whether it is `false`, which no value fits.
    bool isNever() const { return _never; }

    /// Where `$ref` leads to. Nothing when it leads nowhere or out of the schema, or when a value that is held against this place would
    /// come back to it: such a reference lets every value fit.
    std::optional<Schema> referred() const;
    /// Where `$ref` leads to, and the one that is there; this place itself when there is none.
    Schema resolved() const;

    /// What a keyword holds, where it counts.
    const google::protobuf::Value* find(const char* key) const;
    /// Whether the keyword is there, even if it does not count.
    bool mentions(const char* key) const;
    /// The names of an enumeration's members. Python's SDK lists them for an enumeration in a model, beside the type of the members'
    /// values, which a task takes as well and nobody lists: any text fits, and any value of that type. Nothing where it is none.
    const google::protobuf::Value* memberNames() const;
    /// Whether it is a list that holds nothing twice.
    bool isSet() const;
    std::string_view text(const char* key) const;
    /// A number, or nothing.
    std::optional<double> number(const char* key) const;
    /// The strings of a list: `required`, or `type` where it is a list. A lone string counts as a list of one.
    std::vector<std::string_view> texts(const char* key) const;
    /// The schema under a key, where there is one.
    std::optional<Schema> under(const char* key) const;
    /// The schemas of a list: `allOf`, `prefixItems`.
    std::vector<Schema> list(const char* key) const;
    /// The schemas of which a value must fit one. Empty: there is nothing to choose from.
    std::vector<Schema> choices() const;
    /// The schemas that a value must fit beside this one: what `$ref` leads to, and those of `allOf`.
    std::vector<Schema> parts() const;
    /// The schema of a property, if it is declared.
    std::optional<Schema> property(std::string_view name) const;
    std::vector<std::string_view> propertyNames() const;
    /// Whether it says something of members or elements itself.
    bool tellsInside() const;
    /// What kinds of JSON fit here, as `type` says or other keywords tell: "object", "integer", ... Empty: any. Of the whole, which is an
    /// object where a value begins, `items` does not tell that it is a list.
    std::vector<std::string_view> types() const;

    /// As an error names it: "integer", "object (Order)".
    std::string describe() const;

private:
    Schema at(const google::protobuf::Value& value) const;
    std::optional<Schema> follow(std::string_view reference) const;
    bool comesBackTo(const Struct* goal) const;

    const Struct* _root = nullptr;
    const Struct* _node = nullptr;
    bool _defined = false;
    bool _never = false;
};

} // namespace flyte_webhook::flyte
