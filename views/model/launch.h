// Experiment files that could be run, explained.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/spec/spec.h"
#include "storage/queries.h"
#include "views/model/actions.h"
#include "views/model/budget.h"
#include "views/model/explain.h"

namespace paretop::model {

struct ExperimentFile {
    std::string path;
    std::string name;  // of the experiment; of the file when it cannot be read
    std::optional<spec::Spec> spec;
    std::vector<spec::Problem> problems;  // why it cannot be run
};

class LaunchModel {
  public:
    // The folders are looked through in this order, not below; a file that is not there any more disappears with the next update.
    LaunchModel(const storage::Store& store, std::vector<std::string> folders);

    // Looks for new and changed files; reads a few of them.
    Result<bool> update(Budget& budget);
    [[nodiscard]] const std::vector<ExperimentFile>& files() const { return files_; }

    // In words: what is varied, how many configurations there are, what is run and measured, what is sought, how long it may take
    // with these changes.
    [[nodiscard]] std::vector<Explanation> explain(const spec::Spec& spec, const LaunchOrder& order) const;

  private:
    struct Seen {
        std::string path;
        std::int64_t changed_ns = 0, size = 0;
        std::uint64_t device = 0, inode = 0;  // one file may be reached through two folders
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    [[nodiscard]] std::vector<Seen> look() const;
    // Of the newest run of an experiment of this name, with one measurement at once; nullopt: there is none.
    [[nodiscard]] Result<std::optional<double>> earlier_seconds_per_trial(const std::string& name) const;
    [[nodiscard]] std::string duration_of(const spec::Spec& spec, const LaunchOrder& order) const;

    const storage::Store& store_;
    std::vector<std::string> folders_;
    std::vector<Seen> seen_;  // of files_, and of those that are no experiments
    std::vector<ExperimentFile> files_;
};

}  // namespace paretop::model
