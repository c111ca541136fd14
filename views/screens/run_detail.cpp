#include "views/screens/run_detail.h"

#include <fmt/format.h>

#include <algorithm>

#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr int k_two_blocks = 96;  // columns from which on the facts stand beside the examples
constexpr int k_facts_width = 44;
constexpr std::size_t k_examples = 4;

std::string method_of(const storage::RunRecord& run) {
    return run.chosen.empty() || run.chosen == run.method ? run.method : run.method + " → " + run.chosen;
}

std::string failures_of(const model::RunLine& line, const model::RunDetail& detail) {
    if (line.record.failed == 0) return "none failed";
    auto text = fmt::format("failed {}", line.record.failed);
    for (std::size_t i = 0; i < detail.failures.size(); ++i) text += (i == 0 ? ": " : ", ") + detail.failures[i].reason;
    return text;
}

std::vector<std::string> facts_of(const model::RunLine& line, const model::RunDetail* detail, Nanoseconds now) {
    const auto& run = line.record;
    std::vector<std::string> facts;
    const auto begun = run.started_ns == 0 ? std::string("not started yet") : "started " + clock_time(run.started_ns, now);
    facts.push_back(fmt::format("{}, seed {}, method {}", begun, run.seed, method_of(run)));
    if (detail == nullptr) return facts;
    if (detail->improved_by)
        facts.push_back(fmt::format("last improvement {} (trial {})", ago(detail->improved_ns, now), *detail->improved_by));
    facts.push_back(failures_of(line, *detail));
    const bool says_more = !run.reason.empty() && run.reason != model::status_word(line.status);
    if (says_more && line.status != model::RunStatus::running) facts.push_back(run.reason);
    return facts;
}

std::size_t example_count(const model::RunDetail* detail) {
    return detail == nullptr ? 0 : std::min(detail->examples.size(), k_examples);
}

int widest(const model::RunDetail& detail, std::size_t objective, const model::RunLine& line) {
    int width = 0;
    for (const auto& example : detail.examples)
        if (objective < example.objectives.size())
            width =
                std::max(width, width_of(quantity(example.objectives[objective], line.experiment->objectives[objective].unit)));
    return width;
}

void draw_examples(Surface surface, const model::RunLine& line, const model::RunDetail& detail) {
    int label = 0;
    for (const auto& example : detail.examples) label = std::max(label, width_of(example.label));
    const auto& objectives = line.experiment->objectives;
    int end = surface.columns();
    std::vector<int> ends(objectives.size());
    for (std::size_t i = objectives.size(); i-- > 0;) {  // from the right; what does not fit is left out
        ends[i] = end;
        end -= widest(detail, i, line) + 3;
    }
    for (std::size_t row = 0; row < example_count(&detail); ++row) {
        const auto& example = detail.examples[row];
        const int at = static_cast<int>(row);
        surface.text({at, 2}, example.label, k_dim);
        const int start = 2 + label + 2;
        surface.text({at, start}, shorten(example.differences, std::max(0, end - start)));
        for (std::size_t i = 0; i < objectives.size(); ++i)
            if (ends[i] > start + 12) surface.text_right(at, ends[i], quantity(example.objectives[i], objectives[i].unit));
    }
}

}  // namespace

int run_detail_lines(const model::RunLine& line, const model::RunDetail* detail, int columns) {
    const auto examples = static_cast<int>(example_count(detail));
    const auto facts = static_cast<int>(facts_of(line, detail, 0).size());
    return 1 + (columns >= k_two_blocks ? std::max(examples, facts) : examples + facts);
}

void draw_run_detail(Surface surface, const model::RunLine& line, const model::RunDetail* detail, Nanoseconds now) {
    surface.rule(0, line.name() + " · " + run_name(line.id()));
    const auto facts = facts_of(line, detail, now);
    const bool beside = surface.columns() >= k_two_blocks;
    const auto body = surface.lines_from(1);
    const int left = beside ? surface.columns() - k_facts_width - 4 : surface.columns() - 2;
    if (detail != nullptr) draw_examples(body.columns_from(0, left), line, *detail);
    const int from = beside ? 0 : static_cast<int>(example_count(detail));
    const int column = beside ? left + 4 : 2;
    for (std::size_t i = 0; i < facts.size(); ++i)
        body.text({from + static_cast<int>(i), column}, shorten(facts[i], surface.columns() - column - 1), k_dim);
}

}  // namespace paretop::views
