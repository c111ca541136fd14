#include <fmt/format.h>

#include "app/profile_report.h"
#include "app/text_table.h"
#include "storage/names.h"
#include "views/widgets/format.h"

namespace paretop::app {
namespace {

using profile::OperationChange;
using profile::Presence;

std::string mean_text(std::int64_t count, double mean_ns) {
    return count == 0 ? std::string(views::k_unknown) : views::number(mean_ns / 1e6);
}

std::string change_text(const OperationChange& c) {
    if (c.presence == Presence::appeared) return "appeared";
    if (c.presence == Presence::vanished) return "vanished";
    const auto change = views::number(c.change_ns / 1e6);
    return c.change_ns > 0 ? "+" + change : change;
}

std::string interval_text(const OperationChange& c) {
    return c.low_ns ? fmt::format("±{}", views::number((*c.high_ns - *c.low_ns) / 2e6)) : std::string(views::k_unknown);
}

std::string verdict(const OperationChange& c) {
    if (c.presence != Presence::both) return {};
    if (!c.certain()) return "not certain";
    return c.change_ns > 0 ? "slower" : "faster";
}

std::string_view presence_word(Presence presence) {
    return presence == Presence::both ? "both" : presence == Presence::appeared ? "appeared" : "vanished";
}

}  // namespace

std::string diff_table(const profile::ProfileDiff& diff, int width) {
    std::vector<TextRow> rows;
    for (const auto& c : diff.changes)
        rows.push_back({c.name, std::to_string(c.count_a), std::to_string(c.count_b), mean_text(c.count_a, c.mean_a_ns),
                        mean_text(c.count_b, c.mean_b_ns), change_text(c), interval_text(c),
                        c.percent ? views::change(*c.percent / 100) : std::string(views::k_unknown),
                        c.share ? views::percent(*c.share) : std::string(views::k_unknown), verdict(c)});
    const auto total = diff.total_b_ns - diff.total_a_ns;
    return text_table({{"operation", Align::left, true},
                       {"count A", Align::right},
                       {"count B", Align::right},
                       {"mean A ms", Align::decimal},
                       {"mean B ms", Align::decimal},
                       {"change", Align::right},
                       {"95 %", Align::left},
                       {"", Align::right},
                       {"of whole change", Align::right},
                       {"", Align::left}},
                      rows, width) +
           fmt::format("all operations: {} s in A, {} s in B, {}{} s\n", views::number(diff.total_a_ns / 1e9),
                       views::number(diff.total_b_ns / 1e9), total > 0 ? "+" : "", views::number(total / 1e9));
}

void append_diff(Json& json, const profile::ProfileDiff& diff) {
    json.key("total_a_ms").number(diff.total_a_ns / 1e6).field("total_b_ms", diff.total_b_ns / 1e6);
    json.field("interval", "95 %, over batches or slices of time").key("rows").begin_array();
    const auto in_ms = [](const std::optional<double>& ns) { return ns ? std::optional(*ns / 1e6) : std::nullopt; };
    const auto mean = [](std::int64_t count, double ns) { return count > 0 ? std::optional(ns / 1e6) : std::nullopt; };
    for (const auto& c : diff.changes) {
        json.newline()
            .begin_object()
            .field("operation", c.name)
            .field("kind", storage::to_word(storage::k_operation_kinds, c.kind));
        json.field("presence", presence_word(c.presence)).field("count_a", c.count_a).field("count_b", c.count_b);
        json.field("mean_a_ms", mean(c.count_a, c.mean_a_ns)).field("mean_b_ms", mean(c.count_b, c.mean_b_ns));
        json.field("change_ms", c.change_ns / 1e6);
        json.field("low_ms", in_ms(c.low_ns)).field("high_ms", in_ms(c.high_ns)).field("change_percent", c.percent);
        json.field("total_change_ms", c.total_change_ns / 1e6).field("self_change_ms", c.self_change_ns / 1e6);
        json.field("share", c.share).field("certain", c.certain());
        json.field("dependent_records", c.blocks).end_object();
    }
    json.end_array();
}

}  // namespace paretop::app
