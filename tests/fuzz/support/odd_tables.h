#pragma once
#include "support/input.h"
#include <deque>
#include <flyte_webhook/abi.h>
#include <string>
#include <vector>

namespace flyte_webhook::fuzz
{

/// Tables as a plugin hands them over, right or wrong as the input says: sizes, counts, null pointers, texts. They lie in memory of their
/// own, exactly as long as they say, and hold as long as this object.
class OddTables
{
public:
    explicit OddTables(Input& input) : _input(input) {}

    const fw_plugin_table& plugin();

private:
    /// A list of such items: mostly right, else NULL, or one that holds NULL.
    template <typename Item, typename Make> const Item* const* list(std::size_t& count, Make make);
    template <typename Item> Item sized();

    std::string_view keep(std::string_view bytes);
    fw_const text(std::initializer_list<std::string_view> usual);
    fw_const word();
    fw_const schema();
    std::uint32_t number(std::uint32_t from, std::uint32_t to);

    fw_setting setting();
    fw_metric metric();
    fw_parameter parameter();
    fw_reply reply();
    fw_guard guard();
    fw_endpoint endpoint();

    Input& _input;
    fw_plugin_table _plugin{};
    std::deque<std::vector<char>> _texts;
    std::deque<std::vector<double>> _numbers;
    std::deque<std::vector<fw_const>> _names;
    std::deque<std::vector<char>> _items;
    std::deque<std::vector<const void*>> _lists;
    std::deque<fw_guard> _guards;
};

} // namespace flyte_webhook::fuzz
