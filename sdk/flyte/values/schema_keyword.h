#pragma once
#include <google/protobuf/struct.pb.h>
#include <string_view>

namespace flyte_webhook::flyte
{

/// What JSON schema 2020-12 wants the value of a keyword to be.
enum class KeywordValue
{
    Schema,
    SchemaList,   ///< one schema at least
    NamedSchemas, ///< the author names them
    Types,        ///< the name of a type, or a list of them
    Names,        ///< a list of texts, each once
    NamedNames,   ///< a list of texts for each of the author's names
    Number,
    Positive, ///< a number
    Count,    ///< a whole number that is not negative
    Boolean,
    Text,
    DataList,
    Data,    ///< anything, which is no schema
    Foreign, ///< of whole documents, or of an earlier version
    Unknown
};

KeywordValue valueOf(std::string_view keyword);

/// Whether a value is of that kind itself, whatever is inside the schemas that it holds.
bool fits(KeywordValue kind, const google::protobuf::Value& value);

} // namespace flyte_webhook::flyte
