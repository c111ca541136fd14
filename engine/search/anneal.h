// The parts of simulated annealing that have a definition.
#pragma once

#include <cstddef>

namespace paretop::search {

// Geometric cooling from 0.04 to 0.001: t_max · exp(−ln(t_max / t_min) · progress), `progress` from 0 to 1.
double annealing_temperature(double progress);

// Of `count` chains of replica exchange, chain 0 has the temperature of the schedule and the last one t_max for good; the others
// lie between them, at equal factors.
double replica_temperature(double temperature, std::size_t chain, std::size_t count);

// Metropolis: 1 where the energy does not rise, otherwise exp(−change / temperature).
double acceptance(double change, double temperature);

}  // namespace paretop::search
