#include "engine/measure/sources.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "engine/measure/json_value.h"
#include "engine/process/counters.h"

namespace paretop::measure {
namespace {

using Kind = spec::Source::Kind;

double seconds(Nanoseconds time) { return static_cast<double>(time) / 1e9; }

std::optional<double> parse_number(std::string_view text) {
    const auto first = text.find_first_not_of(" \t+");
    if (first == std::string_view::npos) return std::nullopt;
    text.remove_prefix(first);
    text = text.substr(0, text.find_last_not_of(" \t") + 1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

tl::unexpected<Error> missing(std::string what, std::string remedy = {}) {
    return fail(ErrorKind::child, std::move(what), {}, std::move(remedy));
}

Result<double> match(const spec::Regex& regex, const std::string& pattern, const process::BoundedText& text,
                     std::string_view stream) {
    const auto found = regex.last_match(text.text());
    if (!found)
        return missing(
            fmt::format("no match for /{}/ in {}{}", pattern, stream, text.cut() ? ", of which only a part was kept" : ""),
            text.cut() ? "raise output in [command.limits]" : "");
    const auto value = parse_number(*found);
    if (!value)
        return missing(
            fmt::format("/{}/ matched '{}' in {}, which is not a number", pattern, process::last_line(*found, 40), stream));
    return *value;
}

Result<double> size_of(const std::string& path) {
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) return missing(fmt::format("no file {}: {}", path, std::strerror(errno)));
    if (!S_ISREG(file.st_mode)) return missing(fmt::format("{} is not a regular file", path));
    return static_cast<double>(file.st_size);
}

Result<double> reported_value(const Report& report, const std::string& name) {
    const auto found = report.values.find(name);
    if (found != report.values.end()) return found->second;
    const auto& why = report.first_malformed;
    return missing(why.empty() ? fmt::format("nothing was written to $PARETOP_REPORT for '{}'", name)
                               : fmt::format("no report of '{}'; a line of $PARETOP_REPORT is {}", name, why));
}

}  // namespace

Result<Sources::Rule> Sources::make_rule(const spec::Spec& spec, const spec::Metric& metric) {
    Rule rule{metric.source.kind, metric.name, metric.source.argument, {}, {}, {}, 0};
    switch (rule.kind) {
        case Kind::stdout_regex:
        case Kind::stderr_regex: {
            PARETOP_TRY(rule.regex, spec::Regex::compile(rule.argument));
            break;
        }
        case Kind::file_size: {
            PARETOP_TRY(rule.path, spec::Template::parse({rule.argument}, spec.space));
            break;
        }
        case Kind::json: {
            PARETOP_TRY(auto place, parse_json_place(rule.argument));
            rule.argument = std::move(place.pointer);
            if (place.file.empty()) break;
            PARETOP_TRY(rule.path, spec::Template::parse({place.file}, spec.space));
            break;
        }
        case Kind::expression: {
            PARETOP_TRY(rule.expression, expr::Expression::parse(rule.argument));
            break;
        }
        default:
            break;
    }
    return rule;
}

Result<Sources> Sources::create(const spec::Spec& spec) {
    Sources sources;
    sources.spec_ = &spec;
    for (const auto& metric : spec.metrics) {
        PARETOP_TRY(auto rule, make_rule(spec, metric));
        if (rule.kind == Kind::perf) {
            rule.counter = sources.counters_.size();
            sources.counters_.push_back(rule.argument);
        }
        sources.wants_output_ |= rule.kind == Kind::stdout_regex || (rule.kind == Kind::json && !rule.path);
        sources.wants_error_ |= rule.kind == Kind::stderr_regex;
        sources.wants_exit_code_ |= rule.kind == Kind::exit_code;
        sources.rules_.push_back(std::move(rule));
    }
    return sources;
}

std::string Sources::file_of(const Rule& rule, const Facts& facts) const {
    auto path = rule.path->expand_text(spec_->space, facts.configuration, facts.places);
    return path.starts_with('/') ? path : facts.directory + "/" + path;
}

Result<double> Sources::value(const Rule& rule, const Facts& facts) const {
    const auto& exit = facts.exit;
    switch (rule.kind) {
        case Kind::wall:
            return seconds(exit.wall_ns);
        case Kind::user:
            return seconds(exit.user_ns);
        case Kind::sys:
            return seconds(exit.sys_ns);
        case Kind::cpu:
            return seconds(exit.user_ns + exit.sys_ns);
        case Kind::max_rss:
            return static_cast<double>(exit.max_rss);
        case Kind::exit_code:
            return exit.exit_code;
        case Kind::stdout_regex:
            return match(*rule.regex, rule.argument, facts.standard_output, "stdout");
        case Kind::stderr_regex:
            return match(*rule.regex, rule.argument, facts.standard_error, "stderr");
        case Kind::file_size:
            return size_of(file_of(rule, facts));
        case Kind::json:
            return rule.path ? json_in_file(file_of(rule, facts), rule.argument)
                             : json_in_output(facts.standard_output.text(), rule.argument);
        case Kind::report:
            return reported_value(facts.report, rule.argument);
        case Kind::perf: {
            const double count = rule.counter < exit.counters.size() ? exit.counters[rule.counter] : std::nan("");
            if (!std::isnan(count)) return count;
            PARETOP_CHECK(process::perf_available(rule.argument));
            return missing(fmt::format("the counter {} never ran", rule.argument));
        }
        case Kind::column:
        case Kind::expression:
            break;
    }
    return 0.0;  // expressions are evaluated when the others are known; no process has columns
}

Result<double> Sources::evaluate(const Rule& rule, std::span<const double> values,
                                 const space::Configuration& configuration) const {
    std::vector<expr::Operand> operands;
    for (const auto& name : rule.expression->names()) {
        const auto metric = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& other) { return other.name == name; });
        if (metric != rules_.end())
            operands.emplace_back(values[static_cast<std::size_t>(metric - rules_.begin())]);
        else if (const auto parameter = spec_->space.find(name))
            operands.push_back(spec_->space.operand(*parameter, configuration));
        else
            operands.emplace_back(expr::Missing{});
    }
    const auto result = rule.expression->evaluate(operands);
    if (const auto* number = std::get_if<double>(&result)) return *number;
    if (const auto* truth = std::get_if<bool>(&result)) return *truth ? 1.0 : 0.0;
    return missing(fmt::format("'{}' has no value here", rule.argument), "it must be a number for every configuration");
}

template <class Read>
Result<std::vector<double>> Sources::all(const space::Configuration& configuration, Read read) const {
    std::vector<double> values(rules_.size(), 0.0);
    for (const bool expressions : {false, true})
        for (std::size_t i = 0; i < rules_.size(); ++i) {
            const auto& rule = rules_[i];
            if ((rule.kind == Kind::expression) != expressions) continue;
            auto result = expressions ? evaluate(rule, values, configuration) : read(rule);
            if (result && !std::isfinite(*result)) result = missing(fmt::format("the value is {}", *result));
            if (!result) {
                auto error = std::move(result).error();
                error.what = fmt::format("metric {}: {}", rule.name, error.what);
                return tl::unexpected<Error>(std::move(error));
            }
            values[i] = *result;
        }
    return values;
}

Result<std::vector<double>> Sources::read(const Facts& facts) const {
    return all(facts.configuration, [&](const Rule& rule) { return value(rule, facts); });
}

Result<std::vector<double>> Sources::read_answer(const std::map<std::string, double, std::less<>>& metrics,
                                                 std::string_view answer, double seconds,
                                                 const space::Configuration& configuration) const {
    return all(configuration, [&](const Rule& rule) -> Result<double> {
        if (rule.kind == Kind::wall) return seconds;
        if (rule.kind == Kind::json) return json_in_output(answer, rule.argument);
        if (const auto found = metrics.find(rule.argument); found != metrics.end()) return found->second;
        return missing(fmt::format("the answer has no metric '{}'", rule.argument));
    });
}

std::optional<std::size_t> Sources::reported(std::string_view name) const {
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (rules_[i].kind == Kind::report && rules_[i].argument == name) return i;
    return std::nullopt;
}

std::string Sources::caveat(const Facts& facts) const {
    const bool cut = (wants_output_ && facts.standard_output.cut()) || (wants_error_ && facts.standard_error.cut());
    return cut ? "metrics were searched for in the kept part of the output only; raise output in [command.limits]" : "";
}

std::optional<std::size_t> Sources::not_for_serve() const {
    const auto fits = [](const Rule& rule) {
        return rule.kind == Kind::wall || rule.kind == Kind::report || rule.kind == Kind::expression ||
               (rule.kind == Kind::json && !rule.path);
    };
    const auto found = std::find_if_not(rules_.begin(), rules_.end(), fits);
    return found == rules_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - rules_.begin()));
}

}  // namespace paretop::measure
