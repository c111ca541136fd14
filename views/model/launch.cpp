#include "views/model/launch.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "views/widgets/format.h"

namespace paretop::model {
namespace {

namespace fs = std::filesystem;

// Other programs use this format too: what has no [experiment] table is not ours and is not shown.
bool is_experiment(const std::string& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto start = line.find_first_not_of(" \t");
        if (start != std::string::npos && line.compare(start, 12, "[experiment]") == 0) return true;
    }
    return false;
}

ExperimentFile read_file(const std::string& path) {
    auto result = spec::read_spec_file(path);
    auto name = result.spec ? result.spec->name : fs::path(path).stem().string();
    return {path, std::move(name), std::move(result.spec), std::move(result.problems)};
}

std::int64_t changed_ns(const struct stat& info) { return info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec; }

}  // namespace

LaunchModel::LaunchModel(const storage::Store& store, std::vector<std::string> folders)
    : store_(store), folders_(std::move(folders)) {}

std::vector<LaunchModel::Seen> LaunchModel::look() const {
    std::vector<Seen> found;
    for (const auto& folder : folders_) {
        std::error_code ignored;  // a folder that is not there has no experiments
        std::vector<std::string> paths;
        for (const auto& entry : fs::directory_iterator(folder, fs::directory_options::skip_permission_denied, ignored))
            if (entry.path().extension() == ".toml") paths.push_back(entry.path().lexically_normal().string());
        std::sort(paths.begin(), paths.end());
        for (auto& path : paths) {
            struct stat info {};
            if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
            const bool twice = std::any_of(found.begin(), found.end(),
                                           [&](const Seen& s) { return s.device == info.st_dev && s.inode == info.st_ino; });
            if (!twice) found.push_back({std::move(path), changed_ns(info), info.st_size, info.st_dev, info.st_ino});
        }
    }
    return found;
}

Result<bool> LaunchModel::update(Budget& budget) {
    std::vector<ExperimentFile> files;
    std::vector<Seen> seen;
    bool more = false;
    for (auto& each : look()) {
        const bool known = std::find(seen_.begin(), seen_.end(), each) != seen_.end();
        const auto kept = std::find_if(files_.begin(), files_.end(), [&](const auto& file) { return file.path == each.path; });
        if (!known && !budget.take()) {
            more = true;
            continue;
        }
        if (known && kept != files_.end())
            files.push_back(std::move(*kept));
        else if (!known && is_experiment(each.path))
            files.push_back(read_file(each.path));
        seen.push_back(std::move(each));
    }
    files_ = std::move(files);
    seen_ = std::move(seen);
    return more;
}

Result<std::optional<double>> LaunchModel::earlier_seconds_per_trial(const std::string& name) const {
    PARETOP_TRY(const auto runs, storage::list_runs(store_));
    for (const auto& run : runs) {  // newest first
        const auto finished = run.done + run.failed;
        if (finished == 0 || run.active_ns <= 0) continue;
        PARETOP_TRY(const auto experiment, storage::get_experiment(store_, run.experiment));
        if (experiment.name != name) continue;
        return static_cast<double>(run.active_ns) / 1e9 / static_cast<double>(finished) *
               static_cast<double>(std::max<std::int64_t>(1, run.parallel));
    }
    return std::nullopt;
}

std::string LaunchModel::duration_of(const spec::Spec& spec, const LaunchOrder& order) const {
    const auto trials = static_cast<double>(order.trials.value_or(spec.search.trials));
    const auto parallel = static_cast<double>(std::max<std::int64_t>(1, order.parallel.value_or(spec.search.parallel)));
    if (const auto seconds = earlier_seconds_per_trial(spec.name); seconds && *seconds)
        return fmt::format("about {}, as fast as the last run of it", views::duration(trials * **seconds / parallel));
    const auto runs = static_cast<double>(spec.command.warmups + spec.command.repeats.max);
    if (spec.command.timeout > 0)
        return fmt::format("at most {}, were every run to take the whole {} it may",
                           views::duration(trials * runs * static_cast<double>(spec.command.timeout) / 1e9 / parallel),
                           views::duration(static_cast<double>(spec.command.timeout) / 1e9));
    return "not known before the first trials";
}

std::vector<Explanation> LaunchModel::explain(const spec::Spec& spec, const LaunchOrder& order) const {
    std::vector<Explanation> lines;
    if (!spec.about.empty()) lines.push_back({"about", spec.about});
    lines.push_back(explain_parameters(spec));
    lines.push_back(explain_space(spec));
    for (auto& line : explain_commands(spec)) lines.push_back(std::move(line));
    lines.push_back(explain_metrics(spec));
    lines.push_back(explain_objectives(spec));
    auto time = duration_of(spec, order);
    if (spec.search.time)
        time += fmt::format("; it ends after {}", views::duration(static_cast<double>(*spec.search.time) / 1e9));
    lines.push_back({"takes", std::move(time)});
    return lines;
}

}  // namespace paretop::model
