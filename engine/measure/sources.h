// From what a run did, printed, wrote and reported to the values of the spec's metrics.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/measure/report.h"
#include "engine/process/guardian.h"
#include "engine/process/output.h"
#include "engine/spec/regex.h"
#include "engine/spec/spec.h"
#include "engine/spec/template.h"

namespace paretop::measure {

struct Facts {  // of one run that ended well; nothing is owned
    const process::Exit& exit;
    const process::BoundedText& standard_output;  // of its own, empty unless wants_output()
    const process::BoundedText& standard_error;
    const Report& report;
    const space::Configuration& configuration;
    const spec::Places& places;
    const std::string& directory;  // relative paths of metrics start here
};

class Sources {
  public:
    // `spec` must outlive it. The errors are those read_spec() would also find.
    static Result<Sources> create(const spec::Spec& spec);

    // One value a metric, all finite. The error names the metric and where its value was looked for.
    [[nodiscard]] Result<std::vector<double>> read(const Facts& facts) const;
    // What serve answers: metrics by name (or JSON pointer into `answer`); wall is `seconds`.
    [[nodiscard]] Result<std::vector<double>> read_answer(const std::map<std::string, double, std::less<>>& metrics,
                                                          std::string_view answer, double seconds,
                                                          const space::Configuration& configuration) const;

    [[nodiscard]] bool wants_output() const { return wants_output_; }
    [[nodiscard]] bool wants_error() const { return wants_error_; }
    [[nodiscard]] bool wants_exit_code() const { return wants_exit_code_; }  // an exit code other than 0 is a value, no failure
    [[nodiscard]] const std::vector<std::string>& counters() const { return counters_; }
    // Index of the metric whose source is `report:NAME`.
    [[nodiscard]] std::optional<std::size_t> reported(std::string_view name) const;
    // Empty, or that a regular expression saw only a part of the output.
    [[nodiscard]] std::string caveat(const Facts& facts) const;
    // The first metric that the serve protocol has no source for; nullopt: all have one.
    [[nodiscard]] std::optional<std::size_t> not_for_serve() const;

  private:
    struct Rule {
        spec::Source::Kind kind;
        std::string name;      // of the metric
        std::string argument;  // report: name; json: pointer
        std::optional<spec::Regex> regex;
        std::optional<spec::Template> path;  // file_size, json in a file
        std::optional<expr::Expression> expression;
        std::size_t counter = 0;
    };
    static Result<Rule> make_rule(const spec::Spec& spec, const spec::Metric& metric);
    [[nodiscard]] Result<double> value(const Rule& rule, const Facts& facts) const;
    [[nodiscard]] std::string file_of(const Rule& rule, const Facts& facts) const;
    [[nodiscard]] Result<double> evaluate(const Rule& rule, std::span<const double> values,
                                          const space::Configuration& configuration) const;
    template <class Read>
    [[nodiscard]] Result<std::vector<double>> all(const space::Configuration& configuration, Read read) const;

    const spec::Spec* spec_ = nullptr;
    std::vector<Rule> rules_;
    std::vector<std::string> counters_;
    bool wants_output_ = false, wants_error_ = false, wants_exit_code_ = false;
};

}  // namespace paretop::measure
