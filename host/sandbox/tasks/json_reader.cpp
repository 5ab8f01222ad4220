#include "sandbox/tasks/json_reader.h"
#include <algorithm>

namespace flyte_webhook::sandbox
{
namespace
{

std::string joined(const std::vector<std::string>& names)
{
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

} // namespace

void Problems::add(std::string_view where, std::string_view what)
{
    _texts.push_back(_file + ": " + (where.empty() ? "" : std::string(where) + ": ") + std::string(what));
}

ObjectReader::ObjectReader(const rapidjson::Value& json, std::string where, Problems& problems)
    : _json(json.IsObject() ? &json : nullptr), _where(std::move(where)), _problems(problems)
{
    if (!_json) _problems.add(_where, "must be an object");
}

const rapidjson::Value* ObjectReader::find(const char* key)
{
    _known.emplace_back(key);
    if (!_json) return nullptr;
    const auto member = _json->FindMember(key);
    return member == _json->MemberEnd() ? nullptr : &member->value;
}

std::string ObjectReader::text(const char* key, std::string fallback)
{
    const auto* value = find(key);
    if (!value) return fallback;
    if (value->IsString()) return std::string(value->GetString(), value->GetStringLength());
    problem(key, "must be a text");
    return fallback;
}

bool ObjectReader::boolean(const char* key, bool fallback)
{
    const auto* value = find(key);
    if (value && !value->IsBool()) problem(key, "must be true or false");
    return value && value->IsBool() ? value->GetBool() : fallback;
}

std::vector<std::string> ObjectReader::texts(const char* key)
{
    std::vector<std::string> texts;
    const auto* value = find(key);
    if (!value) return texts;
    const bool fits =
        value->IsArray() && std::all_of(value->Begin(), value->End(), [](const rapidjson::Value& item) { return item.IsString(); });
    if (!fits)
        problem(key, "must be a list of texts");
    else
        for (const auto& item : value->GetArray()) texts.emplace_back(item.GetString(), item.GetStringLength());
    return texts;
}

void ObjectReader::missing(const char* key, std::string_view what)
{
    if (_json) problem(key, "is missing: " + std::string(what));
}

void ObjectReader::problem(const char* key, std::string_view what) { _problems.add(pathOf(key), what); }

void ObjectReader::finish()
{
    if (!_json) return;
    for (const auto& member : _json->GetObject())
    {
        const std::string key(member.name.GetString(), member.name.GetStringLength());
        if (std::find(_known.begin(), _known.end(), key) == _known.end())
            _problems.add(pathOf(key), "there is no such key; known are " + joined(_known));
    }
}

std::string ObjectReader::pathOf(std::string_view key) const { return _where.empty() ? std::string(key) : _where + "." + std::string(key); }

} // namespace flyte_webhook::sandbox
