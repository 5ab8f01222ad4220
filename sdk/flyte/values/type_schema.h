#pragma once
#include "write.h"
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::flyte
{

/// Writes the JSON schemas of types. Thread: one at a time.
class TypeSchema
{
public:
    enum class Of
    {
        Inputs, ///< what convert() takes
        Outputs ///< what writeLiteral() writes
    };

    /// `pointer`: of the schema that is written first.
    TypeSchema(JsonWriter& writer, Of of, std::string_view pointer) : _writer(writer), _of(of), _pointer(pointer) {}

    /// What the object that is open says already, so that the type does not say it as well.
    struct Said
    {
        bool description = false, fallback = false;
    };

    /// The keywords of the type, into an object that is open.
    void writeKeywords(const LiteralType& type, Said said);

    /// Makes the schema that `write` writes one that is found behind those steps.
    template <typename Write> void under(std::initializer_list<std::string_view> steps, Write write)
    {
        const auto size = _pointer.size();
        for (const auto step : steps) descend(step);
        write();
        _pointer.resize(size);
    }

private:
    void descend(std::string_view step);
    void writeKind(const LiteralType& type);
    void writeSchema(const LiteralType& type);
    void writeSimple(const LiteralType& type);
    void writeEnum(const LiteralType& type);
    void writeElements(const char* kind, const char* keyword, const LiteralType& element);
    void writeVariants(const LiteralType& type);
    void writeVariant(const LiteralType& type, std::size_t index);
    void writeExclusions(const LiteralType& type, std::size_t index);
    void writeBlob(const LiteralType& type);
    void writeTable();
    void raw(const char* keyword, std::string_view json);
    void text(const char* keyword, std::string_view value);
    void describe(std::string_view description);

    JsonWriter& _writer;
    const Of _of;
    std::string _pointer;
    Said _said;                  ///< where writeKeywords() is at work
    std::size_t _room = 4 << 20; ///< for references: a long name and many of them would multiply
};

} // namespace flyte_webhook::flyte
