#include "engine/measure/report.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/measure/loose_json.h"
#include "engine/process/output.h"

namespace paretop::measure {
namespace {

using nlohmann::json;

constexpr std::size_t k_longest_line = std::size_t{1} << 20;
constexpr std::size_t k_most_steps = 100'000;  // a trial; later ones still set the value

bool take_metric(const json& line, Report& report) {
    const auto value = line.find("value");
    const auto& name = line.at("metric");
    if (value == line.end() || !name.is_string()) return false;
    const auto amount = json_number(*value);
    if (!amount) return false;
    report.values[name.get<std::string>()] = *amount;
    const auto step = line.find("step");
    if (step == line.end()) return true;
    if (!step->is_number_integer()) return false;
    if (std::isfinite(*amount) && report.steps.size() < k_most_steps)
        report.steps.push_back({name.get<std::string>(), step->get<std::int64_t>(), *amount});
    return true;
}

bool take_status(const json& line, Report& report) {
    if (const auto status = line.find("status"); status != line.end()) {
        if (!status->is_string()) return false;
        report.status = process::last_line(status->get_ref<const std::string&>());
    }
    if (const auto progress = line.find("progress"); progress != line.end()) {
        if (!progress->is_number()) return false;
        report.progress = std::clamp(progress->get<double>(), 0.0, 1.0);
    }
    return true;
}

bool take_realised(const json& line, Report& report) {
    const auto& realised = line.at("realised");
    if (!realised.is_object()) return false;
    report.realised = merge_objects(report.realised, realised.dump());
    return true;
}

bool take_object(const json& line, Report& report) {
    if (line.contains("metric")) return take_metric(line, report);
    if (line.contains("status") || line.contains("progress")) return take_status(line, report);
    if (line.contains("realised")) return take_realised(line, report);
    if (line.contains("op")) return ++report.operations, true;
    if (line.contains("tensor")) return ++report.tensors, true;
    return false;
}

}  // namespace

std::optional<double> json_number(const nlohmann::json& value) {
    if (value.is_number()) return value.get<double>();
    if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    if (text == "nan" || text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "inf" || text == "Infinity") return std::numeric_limits<double>::infinity();
    if (text == "-inf" || text == "-Infinity") return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

std::string merge_objects(const std::string& into, const std::string& from) {
    if (into.empty()) return from;
    if (from.empty()) return into;
    json merged = json::parse(into, nullptr, false);
    merged.update(json::parse(from, nullptr, false));
    return merged.dump(-1, ' ', false, json::error_handler_t::replace);
}

void ReportReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, end);
        if (!skipping_ && partial_.size() + part.size() > k_longest_line) {
            malformed(partial_.empty() ? part : std::string_view(partial_), "longer than 1 MiB");
            skipping_ = true;
            partial_.clear();
        }
        if (!skipping_) partial_.append(part);
        if (end == std::string_view::npos) return;
        if (!skipping_) take(partial_);
        partial_.clear();
        skipping_ = false;
        bytes.remove_prefix(end + 1);
    }
}

void ReportReader::finish() {
    if (!partial_.empty()) take(partial_);
    partial_.clear();
    skipping_ = false;
}

void ReportReader::clear() {
    report_ = Report{};
    partial_.clear();
    skipping_ = false;
}

void ReportReader::take(std::string_view line) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    const json parsed = parse_loosely(line);
    if (parsed.is_discarded() || !parsed.is_object()) return malformed(line, "not a JSON object");
    if (!take_object(parsed, report_)) malformed(line, "not a known kind of report");
}

void ReportReader::malformed(std::string_view line, std::string_view why) {
    if (++report_.malformed == 1)
        report_.first_malformed = fmt::format("{}: {}", why, process::last_line(line.substr(0, 200), 80));
}

}  // namespace paretop::measure
