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
    Number,       ///< nearer to zero than 2^53: a schema comes as doubles, and of larger ones nobody knows what they were
    Divisor,      ///< a whole number of that kind above zero: of fractions each checker says otherwise what is a multiple
    Count,        ///< a whole number that is not negative
    Boolean,
    Text,
    DataList,
    Data,      ///< anything, which is no schema
    Foreign,   ///< of whole documents, or of another version
    Unchecked, ///< says of values what the converter leaves to the task
    Unknown
};

KeywordValue valueOf(std::string_view keyword);

/// Whether what stands under the keyword is there to be referred to.
bool holdsDefinitions(std::string_view keyword);

/// Whether a value is of that kind itself, whatever is inside the schemas that it holds. No value is of the kinds that do not count.
bool fits(KeywordValue kind, const google::protobuf::Value& value);

/// What a keyword of a schema holds where it counts: the converter checks what counts and nothing else, and nothing else is shown. Nothing
/// where the value is none for it, where numbers in it may have been rounded, or where a keyword beside it takes its place: what a pattern
/// may declare is not additional, of two lists of choices one counts, and the task counts the elements of sets and the length of bytes
/// otherwise.
const google::protobuf::Value* findKeyword(const google::protobuf::Struct& schema, std::string_view keyword);

} // namespace flyte_webhook::flyte
