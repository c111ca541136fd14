// Programs that others measured whole: tables of all configurations, looked up instead of run.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "bench/search/problems.h"

namespace paretop::bench {
namespace {

using space::Configuration;
using Row = std::vector<double>;
using Table = std::map<Row, Row>;  // parameter values to objectives, minimised

std::string unpacked(const std::string& path) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("gzip -dc " + path + " 2>/dev/null").c_str(), "r"), pclose);
    std::string text;
    char buffer[65536];
    for (std::size_t n = 0; pipe && (n = std::fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) text.append(buffer, n);
    return text;
}

// Every value that occurs is a choice: what a person would write for such a table. In order of size.
space::Space space_of(const std::vector<std::string>& names, const Table& table, const std::vector<std::string>& constraints) {
    std::vector<space::Parameter> parameters;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::set<double> values;
        for (const auto& [key, objectives] : table) values.insert(key[i]);
        space::Parameter parameter;
        parameter.name = names[i];
        parameter.type = space::ParameterType::ordinal;
        for (const double value : values) parameter.choices.push_back(fmt::format("{:g}", value));
        parameter.fallback = std::int64_t{0};
        parameters.push_back(std::move(parameter));
    }
    std::vector<space::Constraint> required;
    for (const auto& text : constraints) required.push_back({expr::Expression::parse(text).value(), {}});
    return {std::move(parameters), std::move(required)};
}

auto lookup(const space::Space& space, std::shared_ptr<const Table> table) {
    std::vector<std::vector<double>> values;
    for (const auto& parameter : space.parameters()) {
        values.emplace_back();
        for (const auto& choice : parameter.choices) values.back().push_back(std::stod(choice));
    }
    return [values, table](const Configuration& configuration) -> std::optional<Row> {
        Row key;
        for (std::size_t i = 0; i < values.size(); ++i)
            key.push_back(values[i][static_cast<std::size_t>(std::get<std::int64_t>(configuration.values[i]))]);
        const auto found = table->find(key);
        return found == table->end() ? std::nullopt : std::optional(found->second);
    };
}

void add(std::vector<SearchProblem>& problems, std::string name, const std::vector<std::string>& names, Table table,
         const std::vector<std::string>& constraints = {}) {
    SearchProblem problem{std::move(name), space_of(names, table, constraints), 200, {}, {}, 1e300};
    std::vector<front::Point> points;
    for (const auto& [key, objectives] : table) points.push_back(objectives);
    if (points.front().size() == 1) {
        for (const auto& point : points) problem.optimum = std::min(problem.optimum, point[0]);
    } else {
        const auto ranks = front::non_dominated_sort(points);
        std::vector<front::Point> best;
        for (const auto i : ranks[0]) best.push_back(points[i]);
        problem.reference = front::reference_point(points);
        problem.optimum = front::hypervolume(best, problem.reference);
    }
    problem.evaluate = lookup(problem.space, std::make_shared<const Table>(std::move(table)));
    problems.push_back(std::move(problem));
}

void add_convolution(std::vector<SearchProblem>& problems, const std::string& data) {
    const auto text = unpacked(data + "/convolution_A100.json.gz");
    if (text.empty()) return;
    const auto json = nlohmann::json::parse(text);
    const std::vector<std::string> names{"block_size_x", "block_size_y", "tile_size_x", "tile_size_y",
                                         "read_only",    "use_padding",  "use_shmem"};
    Table table;
    for (const auto& [key, entry] : json.at("cache").items()) {
        if (!entry.at("time").is_number()) continue;
        Row row;
        for (const auto& name : names) row.push_back(entry.at(name).get<double>());
        table[row] = {entry.at("time").get<double>()};
    }
    add(problems, "conv_A100", names, std::move(table),
        {"use_padding == 0 || block_size_x % 32 != 0", "block_size_x * block_size_y <= 1024",
         "use_padding == 0 || use_shmem != 0",
         "use_shmem == 0 || (block_size_x * tile_size_x + 14) * (block_size_y * tile_size_y + 14) < 12288"});
}

// Columns whose names end in + are maximised, in - minimised; the others are parameters.
void add_csv(std::vector<SearchProblem>& problems, const std::string& name, const std::string& path) {
    std::ifstream file(path);
    std::string line, cell;
    if (!std::getline(file, line)) return;
    std::vector<std::string> names;
    std::vector<double> signs;
    for (std::istringstream cells(line); std::getline(cells, cell, ',');) {
        if (cell.back() == '+' || cell.back() == '-') signs.push_back(cell.back() == '+' ? -1 : 1);
        if (signs.empty()) names.push_back(cell);
    }
    Table table;
    while (std::getline(file, line)) {
        Row all;
        for (std::istringstream cells(line); std::getline(cells, cell, ',');) all.push_back(std::stod(cell));
        Row objectives(all.begin() + static_cast<std::ptrdiff_t>(names.size()), all.end());
        for (std::size_t i = 0; i < objectives.size(); ++i) objectives[i] *= signs[i];
        all.resize(names.size());
        table[all] = objectives;
    }
    add(problems, name, names, std::move(table));
}

}  // namespace

void add_tables(std::vector<SearchProblem>& problems, const std::string& data) {
    if (data.empty()) return;
    add_convolution(problems, data);
    add_csv(problems, "SS-K", data + "/storm_SS-K.csv");
    add_csv(problems, "llvm", data + "/llvm.csv");
}

std::vector<SearchProblem> search_problems(const std::string& data) {
    std::vector<SearchProblem> problems;
    add_functions(problems);
    add_mixed(problems);
    add_tables(problems, data);
    return problems;
}

}  // namespace paretop::bench
