// The parts of simulated annealing that have a definition.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/strategy.h"

namespace paretop::search {

// Geometric cooling from 0.04 to 0.001: t_max · exp(−ln(t_max / t_min) · progress), `progress` from 0 to 1.
double annealing_temperature(double progress);

// Of `count` chains of replica exchange, chain 0 has the temperature of the schedule and the last one t_max for good; the others
// lie between them, at equal factors.
double replica_temperature(double temperature, std::size_t chain, std::size_t count);

// Metropolis: 1 where the energy does not rise, otherwise exp(−change / temperature).
double acceptance(double change, double temperature);

// Several tries of one step, evaluated side by side. Of a current state (the first) and tries that are drawn, like it, around a
// common centre, so that each could as well have been the current one: the probability of each to be the next. `energies` may be
// infinite. Every other state is chosen in proportion to exp(−energy / temperature) and then accepted so that nothing flows more
// one way than the other: exp(−Eᵢ/T) · P(i → j) = exp(−Eⱼ/T) · P(j → i); of a single try, Metropolis.
// Tjelmeland, "Using all Metropolis-Hastings proposals to estimate mean values", 2004 (the centre; also Calderhead, PNAS 111(49),
// 2014); Liu, "Peskun's theorem and a modified discrete-state Gibbs sampler", Biometrika 83(3), 1996 (the acceptance).
std::vector<double> next_state_probabilities(std::span<const double> energies, double temperature);

// `anneal`: as many tries of a step as asks are in flight, by two chains in turn, so that nobody waits for the last of a step.
Result<std::unique_ptr<Strategy>> make_anneal_multiple_try(const Setting& setting);
// `anneal_best_of`: the best of them is the proposal, as "Inlining ML with ML" has it; accepts more than its temperature says.
Result<std::unique_ptr<Strategy>> make_anneal_best_of(const Setting& setting);
// `anneal_exchange` is make_anneal (strategy.h).

}  // namespace paretop::search
