#include "views/model/operations.h"

#include <algorithm>
#include <utility>

#include "engine/profile/statistics.h"

namespace paretop::model {
namespace {

using storage::OperationRecord;

bool contains(const std::string& name, const std::string& wanted) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::search(name.begin(), name.end(), wanted.begin(), wanted.end(),
                       [&](char a, char b) { return lower(a) == lower(b); }) != name.end();
}

bool heavier(const OperationRecord& a, const OperationRecord& b) {
    return a.self_ns != b.self_ns ? a.self_ns > b.self_ns : a.number < b.number;
}

template <class Number>
void raise(Number& most, Number value) {
    most = std::max(most, value);
}

void raise(OperationRecord& most, const OperationRecord& o) {
    raise(most.count, o.count);
    raise(most.total_ns, o.total_ns);
    raise(most.self_ns, o.self_ns);
    raise(most.mean_ns, o.mean_ns);
    raise(most.median_ns, o.median_ns);
    raise(most.p90_ns, o.p90_ns);
    raise(most.p99_ns, o.p99_ns);
}

}  // namespace

void Operations::arrange(std::optional<OperationOrder> order) {
    if (order == order_) return;
    order_ = std::move(order);
    if (partial_ && !reading_ && whole_.kinds.empty()) return;  // nothing has been read
    begin(true);
}

void Operations::begin(bool partial) {
    next_ = {};
    next_number_ = 0;
    partial_ = partial;
    reading_ = true;
    again_ = false;
}

// A change while all is being read waits for the end: a profile that grows fast would never be shown.
Result<bool> Operations::update(Budget& budget) {
    if (again_ && !reading_) begin(whole_.kinds.empty());
    if (!reading_) return false;
    bool more = false;
    PARETOP_CHECK(storage::scan_operations(store_, profile_, next_number_, [&](const OperationRecord& operation) {
        more = !budget.take();
        if (more) return false;
        put(operation);
        next_number_ = operation.number + 1;
        return true;
    }));
    if (more) return true;
    end();
    return again_;
}

void Operations::end() {
    auto& kept = next_.kept;
    kept.insert(kept.end(), std::make_move_iterator(next_.uncounted.begin()), std::make_move_iterator(next_.uncounted.end()));
    next_.uncounted.clear();
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    whole_ = std::move(next_);
    next_ = {};
    partial_ = reading_ = false;
}

void Operations::put(const OperationRecord& operation) {
    next_.kinds.resize(static_cast<std::size_t>(operation.number), profile::Kind::operation);  // numbers are dense
    next_.kinds.push_back(operation.kind);
    raise(next_.most, operation);
    if (profile::counted(operation.kind)) {
        raise(next_.most_counted, operation);
        next_.counted_ns += operation.self_ns;
        next_.records += operation.count;
        ++next_.counted;
    }
    keep(operation);
    if (const auto key = key_of(operation)) next_.order.insert(*key);
}

void Operations::keep(const OperationRecord& operation) {
    auto& kept = next_.kept;
    if (!profile::counted(operation.kind)) {
        if (next_.uncounted.size() < k_kept) next_.uncounted.push_back(operation);
        return;
    }
    if (kept.size() == k_kept) {
        if (!heavier(operation, kept.front())) return;
        std::pop_heap(kept.begin(), kept.end(), heavier);
        kept.pop_back();
    }
    kept.push_back(operation);
    std::push_heap(kept.begin(), kept.end(), heavier);
}

Operations::Others Operations::others() const {
    Others others{static_cast<std::size_t>(shown().counted), shown().counted_ns, shown().records};
    for (const auto& operation : shown().kept) {
        if (!profile::counted(operation.kind)) continue;
        --others.operations;
        others.self_ns -= operation.self_ns;
        others.records -= operation.count;
    }
    return others;
}

std::optional<Operations::Key> Operations::key_of(const OperationRecord& operation) const {
    if (!order_ || !contains(operation.name, order_->filter)) return std::nullopt;
    auto bits = order_->value == nullptr ? 0 : ordered_bits(order_->value(operation));
    if (order_->descending) bits = ~bits;
    constexpr std::uint64_t k_behind = std::uint64_t{1} << 63;
    return Key{bits >> 1 | (profile::counted(operation.kind) ? 0 : k_behind), static_cast<std::uint32_t>(operation.number)};
}

Result<std::optional<std::size_t>> Operations::row_of(std::int64_t number) const {
    using Row = std::optional<std::size_t>;
    if (number < 0) return Row{};
    PARETOP_TRY(const auto operation, find(number));
    const auto key = operation ? key_of(*operation) : std::nullopt;
    if (!key || !shown().order.contains(*key)) return Row{};
    return Row{shown().order.rank(*key)};
}

}  // namespace paretop::model
