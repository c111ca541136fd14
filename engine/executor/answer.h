// The lines of the serve protocol.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/measure/report.h"
#include "storage/base/result.h"

namespace paretop::executor {

// {"id":7,"config":{…},"set":"tune"} and a newline, appended to `out`.
void append_request(std::string& out, std::uint64_t id, std::string_view config);

// {"stop":7} and a newline: request 7 is not worth going on with. It has to be answered all the same, whatever the answer.
void append_stop(std::string& out, std::uint64_t id);

// {"id":7,"metrics":{"a":1.5,"b":[1,2,3]},"realised":{…}} · {"id":7,"error":"why"} · {"id":7,"status":"…","progress":0.5} ·
// {"id":7,"metric":"loss","value":0.31,"step":3}
struct Answer {
    std::uint64_t id = 0;
    bool interim = false;                       // status, progress or a step only: the answer is still to come
    std::optional<measure::ReportedStep> step;  // finite
    std::string error;
    std::map<std::string, std::vector<double>, std::less<>> metrics;  // an array: several repeats
    std::size_t repeats = 1;                                          // the longest array
    std::string realised;
    std::string status;
    double progress = -1;
};

// The error says what is wrong with the line.
Result<Answer> parse_answer(std::string_view line);

}  // namespace paretop::executor
