#pragma once
#include <google/protobuf/struct.pb.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::flyte
{

using google::protobuf::Struct;

/// A place in a JSON schema, as it stands in a type's metadata. A view: the type must outlive it.
class Schema
{
public:
    /// The schema of nothing in particular: every value fits.
    Schema() = default;
    explicit Schema(const Struct& root) : _root(&root), _node(&root) {}

    /// Where `$ref` leads to; this place itself when there is none. A reference that leads nowhere lets every value fit.
    Schema resolved() const;
    /// Where a reference leads to; nothing when it leads nowhere.
    std::optional<Schema> follow(std::string_view reference) const;

    /// What a keyword holds; nothing also where that is no value for it.
    const google::protobuf::Value* find(const char* key) const;
    std::string_view text(const char* key) const;
    /// Whether the key holds the value false.
    bool isFalse(const char* key) const;
    /// A number, or nothing.
    std::optional<double> number(const char* key) const;
    /// The strings of a list: `required`, or `type` where it is a list. A lone string counts as a list of one.
    std::vector<std::string_view> texts(const char* key) const;
    /// The schema under a key, where there is one.
    std::optional<Schema> under(const char* key) const;
    /// The schemas of a list: `anyOf`, `prefixItems`.
    std::vector<Schema> list(const char* key) const;
    /// The schema of a property, if it is declared.
    std::optional<Schema> property(std::string_view name) const;
    std::vector<std::string_view> propertyNames() const;
    /// What kinds of JSON fit here, as `type` says or other keywords tell: "object", "integer", ... Empty: any.
    std::vector<std::string_view> types() const;

    /// As an error names it: "integer", "object (Order)".
    std::string describe() const;

private:
    Schema(const Struct* root, const Struct* node) : _root(root), _node(node) {}
    std::optional<Schema> at(const google::protobuf::Value& value) const;

    const Struct* _root = nullptr;
    const Struct* _node = nullptr;
};

} // namespace flyte_webhook::flyte
