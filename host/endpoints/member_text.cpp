#include "member_text.h"
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace flyte_webhook::host
{

namespace
{

/// Notes where the object under the key begins and ends. The iterative reader tells of a brace while it stands on it.
class MemberFinder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, MemberFinder>
{
public:
    MemberFinder(const rapidjson::MemoryStream& stream, std::string_view key) : _stream(stream), _key(key) {}

    bool Key(const char* text, rapidjson::SizeType size, bool)
    {
        if (_depth == 1) _inMember = std::string_view(text, size) == _key;
        if (_depth == 1 && _inMember) _begin = _end = 0;
        return true;
    }
    bool StartObject()
    {
        if (++_depth == 2 && _inMember) _begin = _stream.Tell();
        return true;
    }
    bool EndObject(rapidjson::SizeType)
    {
        if (_depth-- == 2 && _inMember) _end = _stream.Tell() + 1;
        return true;
    }
    bool StartArray() { return ++_depth > 0; }
    bool EndArray(rapidjson::SizeType) { return _depth-- > 0; }

    std::string_view in(std::string_view json) const { return json.substr(_begin, _end - _begin); }

private:
    const rapidjson::MemoryStream& _stream;
    const std::string_view _key;
    std::size_t _depth = 0, _begin = 0, _end = 0;
    bool _inMember = false;
};

} // namespace

std::string_view memberText(std::string_view json, std::string_view key)
{
    rapidjson::MemoryStream stream(json.data(), json.size());
    MemberFinder finder(stream, key);
    rapidjson::Reader().Parse<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag>(stream, finder);
    return finder.in(json);
}

} // namespace flyte_webhook::host
