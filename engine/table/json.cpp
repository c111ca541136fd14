#include "engine/table/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/measure/loose_json.h"

namespace paretop::table {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* k_repeats = "paretop:repeats";
constexpr const char* k_maximized = "paretop:maximized";
constexpr const char* k_reason = "paretop:reason";

// Kernel Tuner closes the braces of a cache when it has finished.
std::string closed(std::string text) {
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    if (text.ends_with(',')) text.pop_back();
    return text + "}}";
}

tl::unexpected<Error> syntax_error(const std::string& text, const std::string& name, const json::parse_error& error) {
    const auto offset = std::min(error.byte > 0 ? error.byte - 1 : 0, text.size());
    const auto before = std::string_view(text).substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = offset - (before.rfind('\n') + 1) + 1;
    const bool cut = offset >= text.size();
    return fail(ErrorKind::usage, cut ? "ends in the middle of its JSON" : "is no JSON here",
                fmt::format("{}:{}:{}", name, line, column),
                cut ? "copy it again, whole" : "look at it with `python3 -m json.tool`");
}

// A syntax error has its place in the mended text: its line is right, its column only where nothing was mended before it.
Result<ordered_json> parse(const std::string& text, const std::string& name) {
    if (auto strict = ordered_json::parse(text, nullptr, false); !strict.is_discarded()) return strict;
    const auto mended = measure::mend_numbers(text, measure::Nonfinite::null);
    if (auto value = ordered_json::parse(closed(mended), nullptr, false); !value.is_discarded()) return value;
    try {
        return ordered_json::parse(mended);
    } catch (const json::parse_error& error) {
        return syntax_error(mended, name, error);
    }
}

bool is_scalar(const ordered_json& value) { return value.is_primitive() && !value.is_null() && !value.is_binary(); }

std::string text_of(const ordered_json& value) {
    if (value.is_string()) return value.get<std::string>();
    const bool flat = value.is_array() && std::all_of(value.begin(), value.end(), is_scalar);
    return is_scalar(value) || flat ? value.dump(-1, ' ', false, ordered_json::error_handler_t::replace) : std::string();
}

std::vector<std::string> texts(const ordered_json& array) {
    std::vector<std::string> out;
    if (array.is_string()) out.push_back(array.get<std::string>());
    for (const auto& item : array.is_array() ? array : ordered_json::array())
        if (item.is_string()) out.push_back(item.get<std::string>());
    return out;
}

const ordered_json& member(const ordered_json& object, const char* key) {
    static const ordered_json nothing;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() ? *found : nothing;
}

}  // namespace

// Collects rows as they come, and lays them out when all columns are known.
class JsonTable {
  public:
    void begin() { rows_.emplace_back(); }
    void add(const std::string& name, const ordered_json& value) {
        const auto [column, fresh] = index_.emplace(name, columns.size());
        if (fresh) columns.push_back(name);
        auto& row = rows_.back();
        if (row.size() <= column->second) row.resize(column->second + 1);
        if (row[column->second].empty() && !value.is_null()) row[column->second] = text_of(value);
    }
    void add_all(const ordered_json& object) {
        for (const auto& [name, value] : object.items())
            if (!value.is_object()) add(name, value);
    }
    template <class Each>
    void lay_out(Each each) {
        for (auto& row : rows_) {
            row.resize(columns.size());
            for (auto& cell : row) each(std::move(cell));
            row = {};
        }
    }
    [[nodiscard]] std::size_t rows() const { return rows_.size(); }

    std::vector<std::string> columns, parameters, objectives, failures;

  private:
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<std::vector<std::string>> rows_;
};

namespace {

Result<JsonTable> kernel_tuner(const ordered_json& root, const std::string& name) {
    JsonTable table;
    table.parameters = texts(member(root, "tune_params_keys"));
    table.objectives = texts(member(root, "objective"));
    for (const auto& [key, result] : root["cache"].items()) {
        if (!result.is_object())
            return fail(ErrorKind::usage, "is not an object", fmt::format("{}: cache.\"{}\"", name, key),
                        "a result is an object of parameters and measurements");
        table.begin();
        for (const auto& parameter : table.parameters) table.add(parameter, member(result, parameter.c_str()));
        if (const auto& repeats = member(result, k_repeats); repeats.is_object()) table.add_all(repeats);
        const auto& reason = member(result, k_reason);
        table.failures.push_back(reason.is_string() ? reason.get<std::string>() : "");
        for (const auto& [column, value] : result.items())
            if (!value.is_object() && column != k_reason) table.add(column, value);
    }
    return table;
}

void add_t4_result(JsonTable& table, const ordered_json& result) {
    table.begin();
    const auto& configuration = member(result, "configuration");
    for (const auto& [name, value] : configuration.items()) {
        table.add(name, value);
        if (std::find(table.parameters.begin(), table.parameters.end(), name) == table.parameters.end())
            table.parameters.push_back(name);
    }
    for (const auto& measurement : member(result, "measurements"))
        if (const auto& name = member(measurement, "name"); name.is_string())
            table.add(name.get<std::string>(),
                      member(measurement, member(measurement, k_repeats).is_array() ? k_repeats : "value"));
    if (const auto& times = member(result, "times"); times.is_object()) table.add_all(times);
    const auto& invalidity = member(result, "invalidity");
    const bool correct = !invalidity.is_string() || invalidity == "correct";
    const auto& reason = member(result, k_reason);
    table.failures.push_back(correct ? ""
                             : reason.is_string()
                                 ? reason.get<std::string>()
                                 : fmt::format("the results call it invalid: {}", invalidity.get<std::string>()));
    if (const auto& at = member(result, "timestamp"); at.is_string()) table.add("timestamp", at);
    if (table.objectives.empty()) table.objectives = texts(member(result, "objectives"));
}

Result<JsonTable> t4(const ordered_json& root, const std::string& name) {
    JsonTable table;
    std::size_t number = 0;
    for (const auto& result : root["results"]) {
        ++number;
        if (!member(result, "configuration").is_object())
            return fail(ErrorKind::usage, "has no configuration", fmt::format("{}: result {}", name, number),
                        "a T4 result has an object \"configuration\"");
        add_t4_result(table, result);
    }
    return table;
}

}  // namespace

Result<Table> JsonReader::read(const std::string& text, std::string name) {
    PARETOP_TRY(const auto root, parse(text, name));
    const bool is_cache = member(root, "cache").is_object();
    if (!is_cache && !member(root, "results").is_array())
        return fail(ErrorKind::usage, "is JSON, but holds no results", std::move(name),
                    "it can be a cache of Kernel Tuner (\"cache\") or T4 results (\"results\")");
    PARETOP_TRY(auto read, is_cache ? kernel_tuner(root, name) : t4(root, name));
    if (read.rows() == 0) return fail(ErrorKind::usage, "holds no results", std::move(name), "name a file with results");
    Table table;
    table.path_ = std::move(name);
    table.format_ = is_cache ? Format::kernel_tuner : Format::t4;
    table.columns_ = read.columns;
    table.parameters_ = read.parameters;
    table.objectives_ = read.objectives;
    table.maximized_ = texts(member(is_cache ? root : member(root, "metadata"), k_maximized));
    table.cells_.reserve(read.rows() * table.columns_.size());
    read.lay_out([&](std::string cell) {
        table.cells_.push_back(cell.empty() ? std::string_view() : std::string_view(table.owned_.emplace_back(std::move(cell))));
    });
    for (std::size_t row = 0; row < read.rows(); ++row) table.starts_.push_back({0, static_cast<std::int64_t>(row) + 1});
    for (auto& failure : read.failures) table.failures_.push_back(table.owned_.emplace_back(std::move(failure)));
    return table;
}

}  // namespace paretop::table
