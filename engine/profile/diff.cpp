#include "engine/profile/diff.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/measure/welch.h"
#include "engine/profile/record.h"

namespace paretop::profile {
namespace {

constexpr double k_tail = 0.025;  // on either side of a 95 % interval

struct Pair {
    const storage::OperationRecord* a = nullptr;
    const storage::OperationRecord* b = nullptr;
};

// How many independent values a mean is worth, and their spread: blocks where they are known, else records.
double parts_of(const storage::OperationRecord& o) { return static_cast<double>(o.blocks > 1 ? o.blocks : o.count); }
measure::Moments moments_of(const storage::OperationRecord& o) {
    if (o.blocks > 1) return {o.mean_ns, o.mean_error_ns * o.mean_error_ns * static_cast<double>(o.blocks)};
    return {o.mean_ns, o.deviation_ns * o.deviation_ns};
}

void put_interval(OperationChange& change, const Pair& pair) {
    if (pair.a == nullptr || pair.b == nullptr || pair.a->count < 2 || pair.b->count < 2) return;
    const auto difference =
        measure::mean_difference(moments_of(*pair.a), parts_of(*pair.a), moments_of(*pair.b), parts_of(*pair.b));
    change.blocks = pair.a->blocks > 1 && pair.b->blocks > 1;
    const double reach = difference.reach(k_tail);
    change.low_ns = difference.estimate - reach;
    change.high_ns = difference.estimate + reach;
}

OperationChange change_of(const Pair& pair) {
    OperationChange change;
    const auto& any = pair.a != nullptr ? *pair.a : *pair.b;
    change.name = any.name;
    change.kind = any.kind;
    if (pair.a == nullptr || pair.b == nullptr) change.presence = pair.a == nullptr ? Presence::appeared : Presence::vanished;
    if (pair.a != nullptr) {
        change.count_a = pair.a->count;
        change.mean_a_ns = pair.a->mean_ns;
        change.total_a_ns = pair.a->total_ns;
        change.self_a_ns = pair.a->self_ns;
    }
    if (pair.b != nullptr) {
        change.count_b = pair.b->count;
        change.mean_b_ns = pair.b->mean_ns;
        change.total_b_ns = pair.b->total_ns;
        change.self_b_ns = pair.b->self_ns;
    }
    change.change_ns = change.mean_b_ns - change.mean_a_ns;
    change.total_change_ns = change.total_b_ns - change.total_a_ns;
    change.self_change_ns = change.self_b_ns - change.self_a_ns;
    if (change.presence == Presence::both && change.mean_a_ns > 0) change.percent = 100 * change.change_ns / change.mean_a_ns;
    put_interval(change, pair);
    return change;
}

bool comes_before(const OperationChange& a, const OperationChange& b) {
    if (counted(a.kind) != counted(b.kind)) return counted(a.kind);
    const double size_a = std::abs(a.self_change_ns), size_b = std::abs(b.self_change_ns);
    return size_a != size_b ? size_a > size_b : a.name < b.name;
}

}  // namespace

ProfileDiff diff_operations(std::span<const storage::OperationRecord> a, std::span<const storage::OperationRecord> b) {
    std::map<std::pair<std::string, storage::OperationKind>, Pair> pairs;
    for (const auto& o : a)
        if (o.count > 0) pairs[{o.name, o.kind}].a = &o;
    for (const auto& o : b)
        if (o.count > 0) pairs[{o.name, o.kind}].b = &o;
    ProfileDiff diff;
    for (const auto& [key, pair] : pairs) {
        diff.changes.push_back(change_of(pair));
        if (!counted(key.second)) continue;
        diff.total_a_ns += diff.changes.back().self_a_ns;
        diff.total_b_ns += diff.changes.back().self_b_ns;
    }
    const double whole = diff.total_b_ns - diff.total_a_ns;
    for (auto& change : diff.changes)
        if (counted(change.kind) && whole != 0) change.share = change.self_change_ns / whole;
    std::sort(diff.changes.begin(), diff.changes.end(), comes_before);
    return diff;
}

Result<ProfileDiff> diff_profiles(const storage::Store& store, storage::ProfileId a, storage::ProfileId b) {
    ProfileDiff diff;
    PARETOP_CHECK(store.read([&]() -> Result<void> {
        PARETOP_TRY(const auto operations_a, storage::list_operations(store, a));
        PARETOP_TRY(const auto operations_b, storage::list_operations(store, b));
        diff = diff_operations(operations_a, operations_b);
        return {};
    }));
    return diff;
}

}  // namespace paretop::profile
