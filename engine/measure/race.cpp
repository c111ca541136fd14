#include "engine/measure/race.h"

#include <algorithm>
#include <numbers>

#include "engine/measure/welch.h"

namespace paretop::measure {
namespace {

constexpr double k_error = 0.01;

double tail_of_look(std::size_t repeats) {  // the first look is after two
    const auto look = static_cast<double>(repeats) - 1;
    return k_error * 6 / (std::numbers::pi * std::numbers::pi) / (look * look);
}

enum class Standing { possibly_better, equal, clearly_worse };

Standing standing(std::span<const double> member, std::span<const double> candidate) {
    auto means = mean_difference(member, candidate);
    means.freedom = static_cast<double>(std::min(member.size(), candidate.size()) - 1);
    if (means.error <= 0 && means.estimate == 0) return Standing::equal;
    return means.clearly_larger(tail_of_look(candidate.size())) ? Standing::clearly_worse : Standing::possibly_better;
}

}  // namespace

bool clearly_dominated(const Score& member, const Score& candidate) {
    bool worse = false;
    for (std::size_t i = 0; i < candidate.repeats.size(); ++i) {
        if (candidate.objectives[i] < member.objectives[i]) return false;
        if (member.repeats[i].size() < 2 || candidate.repeats[i].size() < 2) return false;
        const auto stands = standing(member.repeats[i], candidate.repeats[i]);
        if (stands == Standing::possibly_better) return false;
        worse = worse || stands == Standing::clearly_worse;
    }
    return worse;
}

}  // namespace paretop::measure
