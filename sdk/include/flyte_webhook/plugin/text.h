#pragma once
#include <charconv>
#include <cstdint>
#include <flyte_webhook/abi.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook
{

/// How a C++ type crosses the interface: its fw_type, and its text form both ways. Text that the host hands over has been checked.
template <typename T> struct TextForm;

template <> struct TextForm<std::string_view>
{
    static constexpr fw_type type = FW_STRING;
    static std::string_view parse(std::string_view text) { return text; }
    static std::string print(std::string_view value) { return std::string(value); }
};

template <> struct TextForm<std::string>
{
    static constexpr fw_type type = FW_STRING;
    static std::string parse(std::string_view text) { return std::string(text); }
    static std::string print(const std::string& value) { return value; }
};

template <> struct TextForm<bool>
{
    static constexpr fw_type type = FW_BOOLEAN;
    static bool parse(std::string_view text) { return text == "true"; }
    static std::string print(bool value) { return value ? "true" : "false"; }
};

/// Numbers, by the C++ library's own conversion: exact, and no locale.
template <typename T, fw_type Type> struct NumberForm
{
    static constexpr fw_type type = Type;
    static T parse(std::string_view text)
    {
        T value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size()) throw std::logic_error("no number: " + std::string(text));
        return value;
    }
    static std::string print(T value)
    {
        char text[32];
        return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
    }
};

template <> struct TextForm<std::int64_t> : NumberForm<std::int64_t, FW_INTEGER>
{
};

template <> struct TextForm<double> : NumberForm<double, FW_NUMBER>
{
};

template <> struct TextForm<std::vector<std::string>>
{
    static constexpr fw_type type = FW_STRING_LIST;
    static std::vector<std::string> parse(std::string_view text)
    {
        rapidjson::Document list;
        list.Parse(text.data(), text.size());
        std::vector<std::string> values;
        if (list.HasParseError() || !list.IsArray()) throw std::logic_error("no list: " + std::string(text));
        for (const auto& item : list.GetArray())
        {
            if (!item.IsString()) throw std::logic_error("no list of strings: " + std::string(text));
            values.emplace_back(item.GetString(), item.GetStringLength());
        }
        return values;
    }
    static std::string print(const std::vector<std::string>& values)
    {
        rapidjson::StringBuffer buffer;
        rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
        writer.StartArray();
        for (const auto& value : values) writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
        writer.EndArray();
        return std::string(buffer.GetString(), buffer.GetSize());
    }
};

/// A text as JSON text, in quotes.
inline std::string jsonText(std::string_view text)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer>(buffer).String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    return std::string(buffer.GetString(), buffer.GetSize());
}

template <typename T> T fromText(std::string_view text) { return TextForm<T>::parse(text); }

template <typename T> std::string toText(const T& value) { return TextForm<T>::print(value); }

} // namespace flyte_webhook
