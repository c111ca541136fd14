#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/spec/reader.h"
#include "engine/spec/regex.h"
#include "storage/base/nearest.h"

namespace paretop::spec {
namespace {

using Kind = Source::Kind;

struct Builtin {
    std::string_view name;
    Kind kind;
    std::string_view unit;
};
constexpr std::array<Builtin, 6> k_builtins{{{"wall_s", Kind::wall, "s"},
                                             {"user_s", Kind::user, "s"},
                                             {"sys_s", Kind::sys, "s"},
                                             {"cpu_s", Kind::cpu, "s"},
                                             {"max_rss", Kind::max_rss, "bytes"},
                                             {"exit_code", Kind::exit_code, ""}}};

tl::unexpected<Error> wrong(std::string what, std::string remedy, std::string where = {}) {
    return fail(ErrorKind::usage, std::move(what), std::move(where), std::move(remedy));
}

Result<Source> regex_source(Kind kind, std::string_view rest, std::string_view text) {
    if (rest.size() < 3 || rest.front() != '/' || rest.back() != '/')
        return wrong(fmt::format("'{}' has no expression between slashes", text), "write stdout:/time: ([0-9.]+)/");
    const auto pattern = rest.substr(1, rest.size() - 2);
    const auto regex = Regex::compile(pattern);
    if (!regex) {
        const auto before = static_cast<std::int64_t>(text.size() - rest.size()) + 1;
        return wrong(regex.error().what, regex.error().remedy, fmt::format("column {}", before + column_in(regex.error())));
    }
    return Source{kind, std::string(pattern)};
}

// RFC 6901: empty, or parts that each begin with '/', where ~ is written ~0 and / is written ~1.
bool is_pointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') return false;
    for (auto tilde = text.find('~'); tilde != std::string_view::npos; tilde = text.find('~', tilde + 1))
        if (tilde + 1 == text.size() || (text[tilde + 1] != '0' && text[tilde + 1] != '1')) return false;
    return true;
}

Result<Source> json_source(std::string_view rest) {
    const auto hash = rest.rfind('#');
    const auto pointer = hash == std::string_view::npos ? rest : rest.substr(hash + 1);
    if (!is_pointer(pointer) || pointer.empty() || hash == 0)
        return wrong(fmt::format("'{}' is no JSON pointer", rest),
                     "write json:/results/0/time for standard output, json:FILE#/results/0/time for a file");
    if (hash == std::string_view::npos) return Source{Kind::json, std::string(pointer)};
    return Source{Kind::json, fmt::format("file:{}:{}", rest.substr(0, hash), pointer)};
}

Result<Source> expression_source(std::string_view rest) {
    const auto expression = expr::Expression::parse(rest);
    if (!expression) {
        constexpr std::int64_t before = 11;  // "expression:"
        return wrong(expression.error().what,
                     expression.error().remedy.empty() ? "write a formula such as bytes / wall_s" : expression.error().remedy,
                     fmt::format("column {}", before + column_in(expression.error())));
    }
    return Source{Kind::expression, std::string(rest)};
}

Result<Source> named_source(std::string_view kind, std::string_view rest, std::string_view text) {
    if (kind == "stdout") return regex_source(Kind::stdout_regex, rest, text);
    if (kind == "stderr") return regex_source(Kind::stderr_regex, rest, text);
    if (kind == "json") return json_source(rest);
    if (kind == "expression") return expression_source(rest);
    if (rest.empty())
        return wrong(fmt::format("'{}' names nothing", text), fmt::format("write {}:{}", kind,
                                                                          kind == "file_size" ? "{work}/out"
                                                                          : kind == "perf"    ? "instructions"
                                                                                              : "name"));
    if (kind == "file_size") return Source{Kind::file_size, std::string(rest)};
    if (kind == "report") return Source{Kind::report, std::string(rest)};
    if (kind == "column") return Source{Kind::column, std::string(rest)};
    return Source{Kind::perf, std::string(rest)};
}

}  // namespace

std::optional<Source::Kind> builtin_source(std::string_view name) {
    const auto* const it = std::find_if(k_builtins.begin(), k_builtins.end(), [&](const auto& b) { return b.name == name; });
    return it == k_builtins.end() ? std::nullopt : std::optional(it->kind);
}

const std::vector<std::string>& builtin_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (const auto& builtin : k_builtins) out.emplace_back(builtin.name);
        return out;
    }();
    return names;
}

std::string_view builtin_unit(Source::Kind kind) {
    if (kind == Kind::file_size) return "bytes";
    const auto* const it = std::find_if(k_builtins.begin(), k_builtins.end(), [&](const auto& b) { return b.kind == kind; });
    return it == k_builtins.end() ? "" : it->unit;
}

// wall_s user_s sys_s cpu_s max_rss exit_code · stdout:/re/ stderr:/re/ · file_size:PATH · json:/pointer json:FILE#/pointer ·
// report report:NAME · perf:EVENT · column:NAME · expression:FORMULA. Columns in errors are those of the whole text.
Result<Source> parse_source(std::string_view text, std::string_view metric_name) {
    if (const auto builtin = builtin_source(text)) return Source{*builtin, {}};
    if (text == "report") return Source{Kind::report, std::string(metric_name)};
    const auto colon = text.find(':');
    const auto kind = text.substr(0, colon);
    auto known = builtin_names();
    for (const auto* const name : {"stdout", "stderr", "file_size", "json", "perf", "column", "expression", "report"}) {
        if (kind == name)
            return named_source(kind, colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1), text);
        known.emplace_back(name);
    }
    return wrong(fmt::format("'{}' is no source of a metric", text), suggestion(kind, known));
}

}  // namespace paretop::spec
