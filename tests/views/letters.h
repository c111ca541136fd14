// An experiment file, for the tests that read one.
#pragma once

namespace paretop::test {

inline constexpr const char* k_letters = R"([experiment]
name = "letters"
kind = "tune"
about = "Counts letters."

[[parameter]]
name = "level"
type = "int"
range = [1, 19]
default = 3

[[parameter]]
name = "mode"
type = "categorical"
values = ["fast", "slow"]
default = "fast"

[[constraint]]
require = "level >= 1"

[command]
run = ["wc", "-c", "{level}", "{mode}"]
timeout = "10s"
warmups = 1
repeats = 4

[[metric]]
name = "wall_s"
from = "wall_s"

[[objective]]
metric = "wall_s"
goal = "minimize"
threshold = "+3%"

[search]
trials = 20
)";

}  // namespace paretop::test
