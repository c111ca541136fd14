// Pareto fronts of any number of minimised objectives. Of exact duplicates the first stays.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace paretop::front {

using Point = std::vector<double>;  // minimised, finite, all of one length

// a ≤ b everywhere and < somewhere.
[[nodiscard]] bool dominates(std::span<const double> a, std::span<const double> b);

class Front {
  public:
    explicit Front(std::size_t objectives);
    Front(Front&&) noexcept;
    Front& operator=(Front&&) noexcept;
    ~Front();

    struct Insertion {
        bool entered = false;
        std::vector<std::int64_t> left;  // ids that the new point pushed out
    };
    // O(log n + pushed out) for two objectives, O(n) for more. Infeasible points are not offered to it.
    Insertion insert(std::int64_t id, std::span<const double> objectives);

    [[nodiscard]] std::size_t size() const;
    struct Member {
        std::int64_t id;
        Point objectives;
    };
    [[nodiscard]] std::vector<Member> members() const;  // by the first objective, ascending

    // Volume dominated and bounded by `reference`; exact for any number of objectives (a sweep for 2 and 3, WFG above).
    [[nodiscard]] double hypervolume(std::span<const double> reference) const;
    // What hypervolume() would gain if this point were inserted: 0 for a dominated one. O(log n + pushed out) for two objectives,
    // so a running total is cheaper than a new sweep at every improvement.
    [[nodiscard]] double contribution(std::span<const double> objectives, std::span<const double> reference) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Of any points (dominated ones too). O(n log n) for two and three objectives; exponential in their number beyond
// (While et al., "A fast way of calculating exact hypervolumes", IEEE TEC 16(1), 2012).
[[nodiscard]] double hypervolume(std::span<const Point> points, std::span<const double> reference);

struct Volume {
    double value = 0;
    double standard_error = 0;  // of the estimate; 0: exact
};
// By drawing `samples` points, O(samples · n · objectives); always the same for the same seed.
[[nodiscard]] Volume estimate_hypervolume(std::span<const Point> points, std::span<const double> reference, std::size_t samples,
                                          std::uint64_t seed = 1);
// Exact for up to four objectives, and for more while the front is small; otherwise estimated in about 20 million comparisons.
[[nodiscard]] Volume measure_hypervolume(std::span<const Point> points, std::span<const double> reference,
                                         std::uint64_t seed = 1);

// What the hypervolume of all points would lose without each of them: 0 for a dominated one, and for each of equal ones.
// O(n log n) for two objectives; n volumes of what is left of each box beyond.
[[nodiscard]] std::vector<double> contributions(std::span<const Point> points, std::span<const double> reference);

// Indices of points by rank: result[0] is the non-dominated set. O(n log n) for two objectives, O(n log² n) for three; beyond,
// each point is compared with O(log ranks) ranks.
[[nodiscard]] std::vector<std::vector<std::size_t>> non_dominated_sort(std::span<const Point> points);

// A reference point for hypervolume: beyond every given point by 10 % of its range in each objective (of its magnitude where
// there is no range).
[[nodiscard]] Point reference_point(std::span<const Point> points);

}  // namespace paretop::front
