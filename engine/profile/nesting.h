// Which part of an operation's time was spent in other operations, within one lane.
#pragma once

#include <cstdint>
#include <iterator>
#include <vector>

#include "engine/profile/record.h"

namespace paretop::profile {

// Told of records as they are read: outer before inner (sorted by start) or inner before outer (sorted by end), with some
// disorder. Remembers the last k_most of them at most: what was forgotten stays counted as the outer operation's own.
class Nesting {
  public:
    static constexpr std::ptrdiff_t k_most = 4096;
    static constexpr std::size_t k_look_back = 16;  // how far behind the newest an inner record may stand

    // Calls inside(outer name, time) for every part of an operation that a record nested directly within it took.
    template <class Inside>
    void add(const Record& r, Inside inside) {
        const std::int64_t end = r.start_ns + r.duration_ns;
        drop_finished(r.start_ns);
        const bool within = !open_.empty() && open_.back().start_ns <= r.start_ns && end <= open_.back().end_ns;
        claim(r, end, inside);
        if (within && !open_.empty()) inside(open_.back().name, r.duration_ns);
        push({r.name, within, r.start_ns, end});
    }
    void clear() { open_.clear(); }

  private:
    struct Entry {
        std::uint32_t name;
        bool claimed;  // lies within one that is remembered
        std::int64_t start_ns, end_ns;
    };
    // Records within others, sorted by start, that ended before: no later record lies within them.
    void drop_finished(std::int64_t start_ns) {
        while (!open_.empty() && open_.back().claimed && open_.back().end_ns <= start_ns) open_.pop_back();
    }
    template <class Inside>
    void claim(const Record& r, std::int64_t end, Inside inside) {
        const auto stop = open_.size() > k_look_back ? open_.size() - k_look_back : 0;
        for (auto i = open_.size(); i-- > stop;) {
            const auto& inner = open_[i];
            const bool equal = inner.start_ns == r.start_ns && inner.end_ns == end;
            if (equal || inner.start_ns < r.start_ns || inner.end_ns > end) continue;
            if (!inner.claimed) inside(r.name, inner.end_ns - inner.start_ns);
            open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    void push(const Entry& entry) {
        if (std::ssize(open_) == k_most) open_.erase(open_.begin(), open_.begin() + k_most / 2);
        open_.push_back(entry);
    }

    std::vector<Entry> open_;
};

}  // namespace paretop::profile
