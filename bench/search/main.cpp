// Compares search methods, ours and others', on one machine in one run: a table of median and quartiles over seeds.
//   build/release/bench/bench_search [--methods auto,nsga2] [--peers optuna/tpe,nlopt/cobyla | --no-peers]
//                                    [--problems zdt1,branin] [--seeds 10] [--data FOLDER] [--evaluations N]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>

#include "bench/search/contest.h"
#include "bench/search/peers.h"
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

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return measure::quantile(values, 0.5);
}

// Prints a row a checkpoint; the median at the last one.
double report(const SearchProblem& problem, const std::string& name, const std::vector<Course>& courses) {
    for (std::size_t point = 0; point < courses.front().quality.size(); ++point) {
        std::vector<double> values;
        for (const auto& course : courses)
            if (point < course.quality.size()) values.push_back(course.quality[point]);
        fmt::print("{:<13}{:<20}{:>6}  {}\n", problem.name, name, k_checkpoints[point], spread(values));
    }
    std::vector<double> costs;
    for (const auto& course : courses) costs.push_back(course.microseconds_an_ask);
    fmt::print("{:<13}{:<20}{:>6}  {}\n", problem.name, name, "us/ask", spread(costs));
    std::fflush(stdout);
    std::vector<double> last;
    for (const auto& course : courses) last.push_back(course.quality.empty() ? NAN : course.quality.back());
    return median(std::move(last));
}

// The best of ours against the best of theirs, by the medians at the end.
void verdict(const SearchProblem& problem, const std::map<std::string, double>& ends) {
    const auto best = [&](bool theirs) {
        auto found = ends.end();
        for (auto at = ends.begin(); at != ends.end(); ++at) {
            if ((at->first.find('/') != std::string::npos) != theirs) continue;
            const bool better =
                found == ends.end() || (problem.reference.empty() ? at->second < found->second : at->second > found->second);
            if (better) found = at;
        }
        return found == ends.end() ? "nobody" : fmt::format("{} {:.6g}", found->first, found->second);
    };
    fmt::print("{:<13}ours: {}; theirs: {}\n", problem.name, best(false), best(true));
}

bool chosen(const std::vector<std::string>& names, const std::string& name) {
    return names.empty() || std::ranges::find(names, name) != names.end();
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Compares search methods by the quality they reach and the CPU time of an ask.");
    std::vector<std::string> methods, rivals, names;
    bool alone = false;
    std::uint64_t seeds = 10;
    std::int64_t most = 1'000'000;
    const char* const shared = std::getenv("PARETOP_SHARED");
    std::string data = shared != nullptr ? std::string(shared) + "/data/search" : "";
    app.add_option("--methods", methods, "of ours (default: all)")->delimiter(',');
    app.add_option("--peers", rivals, "of others (default: all that are there)")->delimiter(',');
    app.add_flag("--no-peers", alone, "ours only");
    app.add_option("--problems", names, "by name (default: all)")->delimiter(',');
    app.add_option("--seeds", seeds, "runs of each");
    app.add_option("--evaluations", most, "at most, of each run");
    app.add_option("--data", data, "folder with tables of measured programs");
    CLI11_PARSE(app, argc, argv);

    std::vector<Contestant> contestants;
    for (const auto& method : search::methods())
        if (chosen(methods, std::string(method.name))) contestants.push_back(ours(std::string(method.name)));
    if (!alone) {
        auto others = peers();
        for (const auto& one : others.absent) fmt::print("absent: {}\n", one);
        for (auto& peer : others.contestants)
            if (chosen(rivals, peer.name)) contestants.push_back(std::move(peer));
    }
    for (auto& problem : search_problems(data)) {
        if (!chosen(names, problem.name)) continue;
        problem.evaluations = std::min(problem.evaluations, most);
        fmt::print("{}: {} (best known {:.6g})\n", problem.name, problem.reference.empty() ? "lowest value" : "hypervolume",
                   problem.optimum);
        std::map<std::string, double> ends;
        for (const auto& contestant : contestants) {
            std::vector<Course> courses;
            for (std::uint64_t seed = 1; seed <= seeds; ++seed)
                if (auto course = run(contestant, problem, seed)) courses.push_back(std::move(*course));
            if (!courses.empty()) ends[contestant.name] = report(problem, contestant.name, courses);
        }
        verdict(problem, ends);
    }
}
