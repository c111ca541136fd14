#include <algorithm>
#include <array>

#include "engine/profile/chunk.h"

namespace paretop::profile {
namespace {

// Time of one slice by name, in which nothing ran within a record of that name (inner), or between what ran within one (outer).
// The few names that come first have places of their own; where there are more, those share the last one and the later name is
// shown.
constexpr std::size_t k_names = 24;
constexpr double k_shortest = 1e-6;  // of a slice: what took no time is seen where nothing else is

struct Cell {
    std::array<float, k_names> inner{}, outer{};
};

class Slicer {
  public:
    Slicer(std::int64_t from_ns, std::int64_t to_ns, std::size_t count)
        : from_(from_ns),
          width_(std::max(1.0, static_cast<double>(to_ns - from_ns) / static_cast<double>(count))),
          cells_(count) {}

    // From `from_ns` to `to_ns` this was what ran.
    void add(std::uint32_t name, bool inner, std::int64_t from_ns, std::int64_t to_ns) {
        const auto place = place_of(name);
        const double begin = static_cast<double>(from_ns - from_) / width_;
        const double end = begin + std::max(k_shortest, static_cast<double>(to_ns - from_ns) / width_);
        const auto count = static_cast<double>(cells_.size());
        if (end <= 0 || begin >= count) return;
        const auto first = static_cast<std::size_t>(std::max(0.0, begin));
        const auto last = std::min(cells_.size() - 1, static_cast<std::size_t>(end));
        for (std::size_t i = first; i <= last; ++i) {
            const auto at = static_cast<double>(i);
            const auto overlap = static_cast<float>(std::min(end, at + 1) - std::max(begin, at));
            if (overlap > 0) (inner ? cells_[i].inner : cells_[i].outer)[place] += overlap;
        }
    }

    [[nodiscard]] std::vector<Slice> slices() const {
        std::vector<Slice> slices;
        slices.reserve(cells_.size());
        for (const auto& cell : cells_) slices.push_back(slice_of(cell));
        return slices;
    }

  private:
    std::size_t place_of(std::uint32_t name) {
        const auto found = std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(known_), name);
        if (found != names_.begin() + static_cast<std::ptrdiff_t>(known_))
            return static_cast<std::size_t>(found - names_.begin());
        if (known_ < k_names) ++known_;
        names_[known_ - 1] = name;
        return known_ - 1;
    }
    [[nodiscard]] Slice slice_of(const Cell& cell) const {
        float inner = 0, outer = 0;
        for (const float t : cell.inner) inner += t;
        for (const float t : cell.outer) outer += t;
        if (inner + outer <= 0) return {};
        const auto& chosen = inner >= 0.5F || outer <= 0 ? cell.inner : cell.outer;
        const auto most = std::max_element(chosen.begin(), chosen.end());
        return {static_cast<std::int64_t>(names_[static_cast<std::size_t>(most - chosen.begin())]),
                static_cast<double>(std::min(1.0F, inner + outer))};
    }

    std::int64_t from_;
    double width_;
    std::vector<Cell> cells_;
    std::array<std::uint32_t, k_names> names_{};
    std::size_t known_ = 0;
};

// By start, the longer first where two start together; transforms left out.
std::vector<const Record*> from_outside_in(std::span<const Record> records) {
    std::vector<const Record*> order;
    order.reserve(records.size());
    for (const auto& record : records)
        if (record.kind != Kind::transform) order.push_back(&record);
    const auto before = [](const Record* a, const Record* b) {
        return a->start_ns != b->start_ns ? a->start_ns < b->start_ns : a->duration_ns > b->duration_ns;
    };
    if (!std::is_sorted(order.begin(), order.end(), before)) std::stable_sort(order.begin(), order.end(), before);
    return order;
}

// The records that run at one moment, within each other: only the innermost is given time.
class Open {
  public:
    explicit Open(Slicer& slicer) : slicer_(slicer) {}

    void add(const Record& record) {
        end_before(record.start_ns);
        if (!frames_.empty()) {
            auto& caller = frames_.back();
            if (record.start_ns > caller.told_ns) slicer_.add(caller.record->name, false, caller.told_ns, record.start_ns);
            caller.inner = false;
        }
        frames_.push_back({&record, record.start_ns, true});
    }

    // Whatever has ended by then.
    void end_before(std::int64_t at_ns) {
        while (!frames_.empty() && end_of(frames_.back()) <= at_ns) {
            const auto frame = frames_.back();
            const auto end = end_of(frame);
            frames_.pop_back();
            if (frame.inner || end > frame.told_ns) slicer_.add(frame.record->name, frame.inner, frame.told_ns, end);
            if (!frames_.empty()) frames_.back().told_ns = std::max(frames_.back().told_ns, end);
        }
    }

  private:
    struct Frame {
        const Record* record;
        std::int64_t told_ns;  // up to here its time is told
        bool inner;            // nothing ran within it
    };
    static std::int64_t end_of(const Frame& frame) { return frame.record->start_ns + frame.record->duration_ns; }

    Slicer& slicer_;
    std::vector<Frame> frames_;
};

}  // namespace

std::vector<Slice> slices_of(std::span<const Record> records, std::int64_t from_ns, std::int64_t to_ns, std::size_t count) {
    Slicer slicer(from_ns, to_ns, count);
    Open open(slicer);
    for (const auto* record : from_outside_in(records)) open.add(*record);
    open.end_before(INT64_MAX);
    return slicer.slices();
}

}  // namespace paretop::profile
