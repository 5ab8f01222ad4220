#include "base64.h"
#include "big_endian.h"
#include "datetime.h"
#include "duration.h"
#include "utf8.h"
#include "write.h"
#include <algorithm>
#include <charconv>
#include <cmath>

namespace flyte_webhook::flyte
{

using flyteidl2::core::Binary;
using flyteidl2::core::BlobType;
using flyteidl2::core::Primitive;

namespace
{

void writeDatetime(JsonWriter& writer, const google::protobuf::Timestamp& time)
{
    const auto text = printDatetime(time);
    text ? writeText(writer, *text) : writeUnshowable(writer, "datetime", time.SerializeAsString());
}

void writeDuration(JsonWriter& writer, const google::protobuf::Duration& duration)
{
    const auto text = printDuration(duration);
    if (text)
        writer.RawValue(text->data(), text->size(), rapidjson::kNumberType);
    else
        writeUnshowable(writer, "duration", duration.SerializeAsString());
}

void writePrimitive(JsonWriter& writer, const Primitive& primitive)
{
    switch (primitive.value_case())
    {
    case Primitive::kInteger: writer.Int64(primitive.integer()); return;
    case Primitive::kFloatValue: return writeDouble(writer, primitive.float_value());
    case Primitive::kStringValue: return writeText(writer, primitive.string_value());
    case Primitive::kBoolean: writer.Bool(primitive.boolean()); return;
    case Primitive::kDatetime: return writeDatetime(writer, primitive.datetime());
    case Primitive::kDuration: return writeDuration(writer, primitive.duration());
    default: writer.Null();
    }
}

void writeField(JsonWriter& writer, std::string_view key, std::string_view text)
{
    writeKey(writer, key);
    writeText(writer, text);
}

/// The last part of a path; slashes at its end do not count.
std::string_view nameOf(std::string_view path)
{
    const auto last = path.find_last_not_of('/');
    if (last == std::string_view::npos) return {};
    path = path.substr(0, last + 1);
    return path.substr(path.find_last_of('/') + 1);
}

void writeBlob(JsonWriter& writer, const Literal& literal)
{
    const auto& blob = literal.scalar().blob();
    const bool directory = blob.metadata().type().dimensionality() == BlobType::MULTIPART;
    writer.StartObject();
    writeField(writer, "path", blob.uri());
    writeField(writer, "name", nameOf(blob.uri()));
    writeField(writer, "format", blob.metadata().type().format());
    writeKey(writer, "hash");
    literal.hash().empty() ? static_cast<void>(writer.Null()) : writeText(writer, literal.hash());
    writeField(writer, "uri", blob.uri());
    writeField(writer, "dimensionality", directory ? "MULTIPART" : "SINGLE");
    writer.EndObject();
}

void writeTable(JsonWriter& writer, std::string_view uri, std::string_view format)
{
    writer.StartObject();
    writeField(writer, "uri", uri);
    writeField(writer, "format", format);
    writer.EndObject();
}

/// Bytes without a tag are plain where the type says BINARY; elsewhere nobody knows what they are.
void writeBinary(JsonWriter& writer, const Binary& binary, const LiteralType* type)
{
    const bool plain =
        binary.tag().empty() && type && type->type_case() == LiteralType::kSimple && type->simple() == flyteidl2::core::BINARY;
    if (plain)
        writeText(writer, toBase64(binary.value()));
    else if (binary.tag() == "msgpack" && isShowableMsgpack(binary.value()))
        writeMsgpack(writer, binary.value());
    else
        writeUnshowable(writer, binary.tag().empty() ? "binary" : std::string_view(binary.tag()), binary.value());
}

void writeError(JsonWriter& writer, const flyteidl2::core::Error& error)
{
    writer.StartObject();
    writeField(writer, "failed_node_id", error.failed_node_id());
    writeField(writer, "message", error.message());
    writer.EndObject();
}

void writeUnknownScalar(JsonWriter& writer, const Scalar& scalar)
{
    const auto bytes = scalar.SerializeAsString();
    bytes.empty() ? static_cast<void>(writer.Null()) : writeUnshowable(writer, "scalar", bytes);
}

} // namespace

void writeScalar(JsonWriter& writer, const Literal& literal, const LiteralType* type, std::size_t depth)
{
    const auto& scalar = literal.scalar();
    switch (scalar.value_case())
    {
    case Scalar::kPrimitive: return writePrimitive(writer, scalar.primitive());
    case Scalar::kBlob: return writeBlob(writer, literal);
    case Scalar::kBinary: return writeBinary(writer, scalar.binary(), type);
    case Scalar::kSchema: return writeTable(writer, scalar.schema().uri(), {});
    case Scalar::kNoneType: writer.Null(); return;
    case Scalar::kError: return writeError(writer, scalar.error());
    case Scalar::kGeneric: return writeStruct(writer, scalar.generic(), depth);
    case Scalar::kStructuredDataset:
        return writeTable(writer, scalar.structured_dataset().uri(),
                          scalar.structured_dataset().metadata().structured_dataset_type().format());
    case Scalar::kUnion: return writeLiteralAt(writer, scalar.union_().value(), &scalar.union_().type(), depth + 1);
    default: return writeUnknownScalar(writer, scalar);
    }
}

// The shortest text that reads back as the same float, and that no reader takes for an integer. RapidJSON's own is not always the closest.
void writeDouble(JsonWriter& writer, double value)
{
    if (!std::isfinite(value)) return writeUnshowable(writer, "float", bigEndian(value));
    const auto size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-4 && size < 1e16);
    char text[64];
    auto* end = std::to_chars(text, text + sizeof text, value, plain ? std::chars_format::fixed : std::chars_format::scientific).ptr;
    if (plain && std::find(text, end, '.') == end) end = std::copy_n(".0", 2, end);
    writer.RawValue(text, static_cast<std::size_t>(end - text), rapidjson::kNumberType);
}

void writeUnshowable(JsonWriter& writer, std::string_view type, std::string_view bytes)
{
    const auto base64 = toBase64(bytes);
    writer.StartObject();
    writeField(writer, "type", isUtf8(type) ? type : "binary");
    writeKey(writer, "base64");
    writer.String(base64.data(), static_cast<rapidjson::SizeType>(base64.size()));
    writer.EndObject();
}

void writeText(JsonWriter& writer, std::string_view text)
{
    if (!isUtf8(text)) return writeUnshowable(writer, "string", text);
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void writeKey(JsonWriter& writer, std::string_view key)
{
    if (!isUtf8(key)) return writeKey(writer, toBase64(key));
    writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
}

} // namespace flyte_webhook::flyte
