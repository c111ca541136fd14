#include "engine/executor/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/measure/loose_json.h"
#include "engine/measure/report.h"
#include "engine/process/output.h"

namespace paretop::executor {
namespace {

using nlohmann::json;

tl::unexpected<Error> wrong(std::string_view line, std::string_view why) {
    return fail(ErrorKind::child, fmt::format("{}: {}", why, process::last_line(line.substr(0, 200), 80)));
}

bool take_values(const json& value, std::vector<double>& values) {
    if (!value.is_array()) {
        const auto number = measure::json_number(value);
        if (number) values.push_back(*number);
        return number.has_value();
    }
    return !value.empty() &&
           std::all_of(value.begin(), value.end(), [&](const json& one) { return !one.is_array() && take_values(one, values); });
}

bool take_metrics(const json& metrics, Answer& answer) {
    if (!metrics.is_object()) return false;
    for (const auto& [name, value] : metrics.items()) {
        auto& values = answer.metrics[name];
        if (!take_values(value, values)) return false;
        answer.repeats = std::max(answer.repeats, values.size());
    }
    return true;
}

// {"metric":"loss","value":0.31,"step":3}, as in $PARETOP_REPORT; a value that is not finite is no step.
bool take_step(const json& object, Answer& answer) {
    const auto name = object.find("metric"), value = object.find("value"), step = object.find("step");
    if (!name->is_string() || value == object.end() || step == object.end() || !step->is_number_integer()) return false;
    const auto amount = measure::json_number(*value);
    if (amount && std::isfinite(*amount)) answer.step = {name->get<std::string>(), step->get<std::int64_t>(), *amount};
    return amount.has_value();
}

bool take(const json& object, Answer& answer) {
    bool right = true;
    bool final = false;
    for (const auto& [key, value] : object.items()) {
        if (key == "metrics") {
            right = right && take_metrics(value, answer);
        } else if (key == "error") {
            answer.error = value.is_string() ? process::last_line(value.get_ref<const std::string&>()) : value.dump();
            if (answer.error.empty()) answer.error = "an error without words";
        } else if (key == "realised") {
            right = right && value.is_object();
            answer.realised = value.dump(-1, ' ', false, json::error_handler_t::replace);
        } else if (key == "status" && value.is_string()) {
            answer.status = process::last_line(value.get_ref<const std::string&>());
        } else if (key == "progress" && value.is_number()) {
            answer.progress = std::clamp(value.get<double>(), 0.0, 1.0);
        }
        final = final || key == "metrics" || key == "error";
    }
    answer.interim = !final && (object.contains("status") || object.contains("progress") || object.contains("metric"));
    return right;
}

}  // namespace

void append_request(std::string& out, std::uint64_t id, std::string_view config) {
    out.append(R"({"id":)").append(std::to_string(id)).append(R"(,"config":)").append(config).append(",\"set\":\"tune\"}\n");
}

void append_stop(std::string& out, std::uint64_t id) { out.append(R"({"stop":)").append(std::to_string(id)).append("}\n"); }

Result<Answer> parse_answer(std::string_view line) {
    const json object = measure::parse_loosely(line);
    if (object.is_discarded() || !object.is_object()) return wrong(line, "no JSON object");
    const auto id = object.find("id");
    if (id == object.end() || !id->is_number_unsigned()) return wrong(line, "an answer without the id of its request");
    Answer answer;
    answer.id = id->get<std::uint64_t>();
    if (!take(object, answer)) return wrong(line, "an answer whose metrics are no numbers");
    if (object.contains("metric") && !take_step(object, answer)) return wrong(line, "a step without a number");
    return answer;
}

}  // namespace paretop::executor
