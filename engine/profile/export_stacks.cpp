#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/profile/export_functions.h"

namespace paretop::profile {
namespace {

struct Open {
    std::uint32_t name;
    std::int64_t end_ns;
};

// Walks records that are sorted outer before inner: opened(name, at), closed(name, at), properly nested. What overlaps the end
// of the record around it is cut there.
template <class Opened, class Closed>
void walk(const std::vector<Record>& records, Opened opened, Closed closed) {
    std::vector<Open> stack;
    const auto close_until = [&](std::int64_t at) {
        for (; !stack.empty() && stack.back().end_ns <= at; stack.pop_back()) closed(stack.back().name, stack.back().end_ns);
    };
    for (const auto& r : records) {
        close_until(r.start_ns);
        auto end = r.start_ns + r.duration_ns;
        if (!stack.empty()) end = std::min(end, stack.back().end_ns);
        opened(r.name, r.start_ns);
        stack.push_back({r.name, end});
    }
    close_until(INT64_MAX);
}

// Paths of function numbers from the root, by call.
std::vector<std::vector<std::int64_t>> paths_of(const std::vector<storage::CallRecord>& calls) {
    std::vector<std::vector<std::int64_t>> paths;
    std::map<std::int64_t, std::size_t> places;
    for (const auto& call : calls) {
        const auto parent = places.find(call.parent);
        auto path = parent == places.end() ? std::vector<std::int64_t>() : paths[parent->second];
        path.push_back(call.function);
        places[call.number] = paths.size();
        paths.push_back(std::move(path));
    }
    return paths;
}

// Where any call has seconds all weights are times; otherwise they are samples.
bool are_timed(const std::vector<storage::CallRecord>& calls) {
    return std::any_of(calls.begin(), calls.end(), [](const auto& call) { return call.self_s > 0; });
}

std::string frame(std::string name) { return on_one_line(std::move(name), ';'); }

std::map<std::int64_t, std::string> names_of(const std::vector<storage::FunctionRecord>& functions) {
    std::map<std::int64_t, std::string> names;
    for (const auto& f : functions) names[f.number] = f.name;
    return names;
}

Result<void> collapse_calls(const storage::Store& store, storage::ProfileId profile,
                            const std::vector<storage::CallRecord>& calls, const Write& write) {
    PARETOP_TRY(const auto functions, storage::list_functions(store, profile));
    const auto names = names_of(functions);
    const auto paths = paths_of(calls);
    const bool timed = are_timed(calls);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto weight = timed ? std::llround(calls[i].self_s * 1e9) : calls[i].samples;
        if (weight <= 0) continue;
        std::string line;
        for (const auto function : paths[i])
            line += (line.empty() ? "" : ";") + frame(names.contains(function) ? names.at(function) : "?");
        if (!write(fmt::format("{} {}\n", line, weight))) return {};
    }
    return {};
}

constexpr std::size_t k_deepest = 1000;  // frames of a stack; what is deeper counts for the last of them

// Stacks that share their beginnings: memory does not grow with their depth. Node 0 is the root.
class StackTree {
  public:
    std::size_t child(std::size_t parent, std::uint32_t name) {
        const auto [at, fresh] = children_.try_emplace({parent, name}, self_ns_.size());
        if (fresh) self_ns_.push_back(0);
        return at->second;
    }
    void spend(std::size_t node, std::int64_t ns) { self_ns_[node] += ns; }

    // each(names from the root, self time): outer stacks before inner ones, else by name. False ends it.
    template <class Each>
    void walk(Each each) const {
        struct Next {
            std::size_t node, depth;
            std::uint32_t name;
        };
        std::vector<Next> waiting{{0, 0, 0}};
        std::vector<std::uint32_t> names;
        while (!waiting.empty()) {
            const auto [node, depth, name] = waiting.back();
            waiting.pop_back();
            names.resize(depth == 0 ? 0 : depth - 1);
            if (depth > 0) names.push_back(name);
            if (self_ns_[node] > 0 && !each(names, self_ns_[node])) return;
            const auto first = waiting.size();
            for (auto at = children_.lower_bound({node, 0}); at != children_.end() && at->first.first == node; ++at)
                waiting.push_back({at->second, depth + 1, at->first.second});
            std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(first), waiting.end());
        }
    }

  private:
    std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> children_;  // by parent and name
    std::vector<std::int64_t> self_ns_{0};
};

StackTree stacks_of(const std::vector<Record>& records) {
    StackTree tree;
    std::vector<std::size_t> path;
    std::int64_t since = 0;
    const auto spend = [&](std::int64_t at) {
        if (!path.empty()) tree.spend(path.back(), at - since);
        since = at;
    };
    walk(
        records,
        [&](std::uint32_t name, std::int64_t at) {
            spend(at);
            const auto parent = path.empty() ? 0 : path.back();
            path.push_back(path.size() < k_deepest ? tree.child(parent, name) : parent);
        },
        [&](std::uint32_t, std::int64_t at) {
            spend(at);
            path.pop_back();
        });
    return tree;
}

Result<void> collapse_lane(const storage::Store& store, const StoredTrace& trace, const storage::LaneRecord& lane,
                           const Write& write) {
    PARETOP_TRY(const auto records, nested_records(store, trace, lane.number));
    stacks_of(records).walk([&](const std::vector<std::uint32_t>& names, std::int64_t self_ns) {
        auto line = frame(lane.name);
        for (const auto name : names) line += ";" + frame(trace.operations[name].name);
        return write(fmt::format("{} {}\n", line, self_ns));
    });
    return {};
}

Result<bool> speedscope_lane(const storage::Store& store, const StoredTrace& trace, const storage::LaneRecord& lane,
                             const Write& write, bool first) {
    PARETOP_TRY(const auto records, nested_records(store, trace, lane.number));
    if (records.empty()) return false;
    std::int64_t end = records.front().start_ns;
    for (const auto& r : records) end = std::max(end, r.start_ns + r.duration_ns);
    const auto zero = trace.profile.first_ns;
    auto text = fmt::format(R"({}{{"type":"evented","name":{},"unit":"nanoseconds","startValue":{},"endValue":{},"events":[)",
                            first ? "" : ",", json_text(lane.name), records.front().start_ns - zero, end - zero);
    bool comma = false, more = true;
    const auto event = [&](char type, std::uint32_t name, std::int64_t at) {
        text += fmt::format(R"({}{{"type":"{}","frame":{},"at":{}}})", comma ? "," : "", type, name, at - zero);
        comma = true;
        if (text.size() < 64U << 10U) return;
        more = more && write(text);
        text.clear();
    };
    walk(
        records, [&](std::uint32_t name, std::int64_t at) { event('O', name, at); },
        [&](std::uint32_t name, std::int64_t at) { event('C', name, at); });
    if (more) (void)write(text + "]}");
    return true;
}

void speedscope_calls(const std::vector<storage::CallRecord>& calls, std::size_t frames_before, const Write& write, bool first) {
    const auto paths = paths_of(calls);
    const bool timed = are_timed(calls);
    std::string samples, weights;
    double total = 0;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto weight = timed ? calls[i].self_s * 1e9 : static_cast<double>(calls[i].samples);
        if (weight <= 0) continue;
        std::string stack;
        for (const auto function : paths[i])
            stack += fmt::format("{}{}", stack.empty() ? "" : ",", frames_before + static_cast<std::size_t>(function));
        samples += fmt::format("{}[{}]", samples.empty() ? "" : ",", stack);
        weights += fmt::format("{}{}", weights.empty() ? "" : ",", weight);
        total += weight;
    }
    (void)write(fmt::format(
        R"({}{{"type":"sampled","name":"calls","unit":"{}","startValue":0,"endValue":{},"samples":[{}],"weights":[{}]}})",
        first ? "" : ",", timed ? "nanoseconds" : "none", total, samples, weights));
}

}  // namespace

Result<bool> keeps_stacks(const storage::Store& store, storage::ProfileId profile) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_TRY(const auto calls, storage::list_calls(store, profile));
    return calls.empty() ? has_records(store, trace) : Result<bool>(true);
}

Result<void> export_collapsed(const storage::Store& store, storage::ProfileId profile, const Write& write) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_TRY(const auto calls, calls_or_functions(store, trace));
    if (!calls.empty()) return collapse_calls(store, profile, calls, write);
    PARETOP_CHECK(need_records(store, trace));
    for (const auto& lane : trace.lanes) PARETOP_CHECK(collapse_lane(store, trace, lane, write));
    return {};
}

Result<void> export_speedscope(const storage::Store& store, storage::ProfileId profile, const Write& write) {
    PARETOP_TRY(const auto trace, StoredTrace::read(store, profile));
    PARETOP_TRY(const auto calls, calls_or_functions(store, trace));
    PARETOP_TRY(const auto functions, storage::list_functions(store, profile));
    if (calls.empty()) PARETOP_CHECK(need_records(store, trace));
    std::string frames;
    for (const auto& o : trace.operations)
        frames += fmt::format(R"({}{{"name":{}}})", frames.empty() ? "" : ",", json_text(o.name));
    for (const auto& f : functions)
        frames += fmt::format(R"({}{{"name":{},"file":{}}})", frames.empty() ? "" : ",", json_text(f.name), json_text(f.module));
    if (!write(fmt::format(
            R"({{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"paretop","name":{},"shared":{{"frames":[{}]}},"profiles":[)",
            json_text(trace.profile.name), frames)))
        return {};
    bool first = true;
    for (const auto& lane : trace.lanes) {
        PARETOP_TRY(const bool written, speedscope_lane(store, trace, lane, write, first));
        first = first && !written;
    }
    if (!calls.empty()) speedscope_calls(calls, trace.operations.size(), write, first);
    (void)write("]}\n");
    return {};
}

}  // namespace paretop::profile
