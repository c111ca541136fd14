// Compares search methods, ours and others', on one machine in one run: a table of median and quartiles over seeds.
//   build/release/bench/bench_search [--methods auto,nsga2] [--problems zdt1,branin] [--seeds 10] [--data FOLDER] [--evaluations
//   N]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "bench/search/contest.h"
#include "engine/measure/statistics.h"
#include "engine/search/searcher.h"

namespace {

using namespace paretop;
using namespace paretop::bench;

std::string spread(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return fmt::format("{:>10.5g} [{:.4g}, {:.4g}]", measure::quantile(values, 0.5), measure::quantile(values, 0.25),
                       measure::quantile(values, 0.75));
}

void report(const SearchProblem& problem, const std::string& name, const std::vector<Course>& courses) {
    for (std::size_t point = 0; point < courses.front().quality.size(); ++point) {
        std::vector<double> values;
        for (const auto& course : courses)
            if (point < course.quality.size()) values.push_back(course.quality[point]);
        fmt::print("{:<13}{:<14}{:>6}  {}\n", problem.name, name, k_checkpoints[point], spread(values));
    }
    std::vector<double> costs;
    for (const auto& course : courses) costs.push_back(course.microseconds_an_ask);
    fmt::print("{:<13}{:<14}{:>6}  {}\n", problem.name, name, "us/ask", spread(costs));
    std::fflush(stdout);
}

bool chosen(const std::vector<std::string>& names, const std::string& name) {
    return names.empty() || std::ranges::find(names, name) != names.end();
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Compares search methods by the quality they reach and the CPU time of an ask.");
    std::vector<std::string> methods, names;
    std::uint64_t seeds = 10;
    std::int64_t most = 1'000'000;
    const char* const shared = std::getenv("PARETOP_SHARED");
    std::string data = shared != nullptr ? std::string(shared) + "/data/search" : "";
    app.add_option("--methods", methods, "of ours (default: all)")->delimiter(',');
    app.add_option("--problems", names, "by name (default: all)")->delimiter(',');
    app.add_option("--seeds", seeds, "runs of each");
    app.add_option("--evaluations", most, "at most, of each run");
    app.add_option("--data", data, "folder with tables of measured programs");
    CLI11_PARSE(app, argc, argv);

    std::vector<Contestant> contestants;
    for (const auto& method : search::methods())
        if (chosen(methods, std::string(method.name))) contestants.push_back(ours(std::string(method.name)));
    for (auto& problem : search_problems(data)) {
        if (!chosen(names, problem.name)) continue;
        problem.evaluations = std::min(problem.evaluations, most);
        fmt::print("{}: {} (best known {:.6g})\n", problem.name, problem.reference.empty() ? "lowest value" : "hypervolume",
                   problem.optimum);
        for (const auto& contestant : contestants) {
            std::vector<Course> courses;
            for (std::uint64_t seed = 1; seed <= seeds; ++seed)
                if (auto course = run(contestant, problem, seed)) courses.push_back(std::move(*course));
            if (!courses.empty()) report(problem, contestant.name, courses);
        }
    }
}
