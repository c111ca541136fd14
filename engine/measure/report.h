// What a program says of itself: JSON lines in $PARETOP_REPORT. A malformed line is counted and skipped, never an error.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paretop::measure {

struct ReportedStep {
    std::string metric;
    std::int64_t step = 0;
    double value = 0;
};

struct Report {
    std::map<std::string, double, std::less<>> values;  // the last one a metric; may be NaN or infinite (written as "nan", "inf")
    std::vector<ReportedStep> steps;                    // in order
    std::string status;
    double progress = -1;                      // 0 to 1, −1: not said
    std::string realised;                      // JSON object, all of them merged; empty: none
    std::int64_t operations = 0, tensors = 0;  // lines of kinds that a tuning run does not keep
    std::int64_t malformed = 0;
    std::string first_malformed;  // why, with the line's beginning
};

class ReportReader {
  public:
    void feed(std::string_view bytes);  // whole lines are taken, the rest waits
    void finish();                      // a last line without its newline is taken too
    [[nodiscard]] const Report& report() const { return report_; }
    void clear();

  private:
    void take(std::string_view line);
    void malformed(std::string_view line, std::string_view why);

    Report report_;
    std::string partial_;
    bool skipping_ = false;  // inside a line that is too long
};

// A number, a boolean, or one of the values JSON cannot write: null, "nan", "inf", "-inf" (see loose_json.h).
std::optional<double> json_number(const nlohmann::json& value);

// Merges one JSON object into another (both as text); an empty one is nothing.
std::string merge_objects(const std::string& into, const std::string& from);

}  // namespace paretop::measure
