#include <algorithm>

#include "engine/spec/spec.h"

namespace paretop::spec {
namespace {

constexpr std::string_view k_before_name =
    R"(# An experiment: what may be changed, what is run, what is measured. Check it with `paretop check FILE`,
# run it with `paretop run FILE`. This one asks which settings of gzip are fast, and which make small files.

[experiment]
name  = )";

constexpr std::string_view k_after_name = R"(
about = "How fast and how small gzip can be."

# --- what may be changed ---------------------------------------------------------------------------------
# Types: int, float (range, step, log) · categorical, ordinal, permutation (values) · bool (flag, flag_off).
# All defaults together are the baseline, always tried first. Without `default`: the low end of the range,
# the first of the values, false.

[[parameter]]
name    = "level"
type    = "int"
range   = [1, 9]
default = 6

[[parameter]]
name = "rsyncable"
type = "bool"
flag = "--rsyncable"                # {rsyncable} stands for this flag, or for no argument at all

# [[parameter]]                     # one that exists only now and then
# name = "window"
# type = "ordinal"
# values = [64, 128, 256]
# when = "level > 3 && not rsyncable"

# [[constraint]]                    # what may not be combined
# require = "level < 9 || not rsyncable"

# --- what is run -------------------------------------------------------------------------------------------
# {name} is a parameter. {work} is an empty folder of the trial's own, {dir} this file's folder, {input} the
# input below, {cache} a folder kept for all trials, {build} the folder in which `build` ran. Each text is one
# argument; no shell reads it unless shell = true. A configuration also comes as PARETOP_PARAM_<NAME> in
# the environment and as JSON in the file $PARETOP_CONFIG.

[command]
input   = "/bin/bash"               # a relative path starts from this file's folder
run     = ["sh", "-c", "gzip \"$@\" > out.gz", "sh", "-{level}", "{rsyncable}", "-c", "{input}"]
verify  = ["sh", "-c", "gzip -dc out.gz | cmp - \"$1\"", "sh", "{input}"]   # a wrong answer is a failed trial
directory = "{work}"
timeout = "30s"
warmups = 1                         # runs that do not count
repeats = 3                         # or { min = 3, max = 20, until_ci = "1%" }
# build = ["make", "-C", "{dir}", "OUT={build}", "LEVEL={level}"]   # kept for configurations that build alike
# setup = ["sh", "-c", "…"]         # once, before the first trial

[command.limits]
memory = "1GiB"                     # also file_size, open_files, cpu_time, output

# --- what is measured ----------------------------------------------------------------------------------------
# from: wall_s user_s sys_s cpu_s max_rss exit_code · stdout:/expression/ stderr:/expression/ (the first group of the
# last match) · file_size:PATH · json:/pointer (into stdout) json:FILE#/pointer · perf:instructions ·
# report (lines such as {"metric":"accuracy","value":91.2} in the file $PARETOP_REPORT) · expression:bytes / wall_s

[[metric]]
name = "bytes"
from = "file_size:{work}/out.gz"
# bound = "<= 2MiB"                 # trials beyond it are kept apart

[[objective]]
metric = "wall_s"                   # the built-in metrics need no [[metric]]
goal   = "minimize"
# threshold = "+10%"                # aim for at most 10 % more than the baseline; or an absolute "0.2s"

[[objective]]
metric = "bytes"
goal   = "minimize"

# --- how it is searched --------------------------------------------------------------------------------------

[search]
method = "auto"                     # `paretop run --help` lists the others
trials = 18
seed   = 1                          # the same seed asks for the same configurations
# parallel = 1                      # measurements at once: more than one disturb each other's times
# time = "10m"
# race = true                       # a trial that the front dominates beyond doubt is not repeated any more
# confirm = 10                      # repeats before a front point is believed; 0: none; left out: by the noise
# baseline_every = 20               # every 20 trials the baseline is measured again, and drift corrected for
# prune = "median"                  # or "halving": ends trials early by {"metric":…,"value":…,"step":…} reports

# [[start]]                         # tried right after the baseline
# level = 1
)";

// As a TOML text in double quotes.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

constexpr std::string_view k_other_name = "experiment";

bool is_name(std::string_view text) {
    const bool control =
        std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return !control && text.size() <= 200 && text.find_first_not_of("0123456789") != std::string_view::npos;
}

}  // namespace

std::string example_spec(std::string_view name) {
    return std::string(k_before_name) + quoted(is_name(name) ? name : k_other_name) + std::string(k_after_name);
}

}  // namespace paretop::spec
