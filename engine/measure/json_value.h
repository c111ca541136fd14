// Numbers inside JSON documents, found by RFC 6901 pointers ("/results/0/mean").
#pragma once

#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace paretop::measure {

struct JsonPlace {
    std::string file;  // empty: standard output
    std::string pointer;
};
// "/a/b" (in standard output) or "file:PATH:/a/b".
Result<JsonPlace> parse_json_place(std::string_view argument);

// Output that is no document as a whole is searched for its last line that is one.
Result<double> json_in_output(std::string_view output, const std::string& pointer);
Result<double> json_in_file(const std::string& path, const std::string& pointer);  // of at most 64 MiB

}  // namespace paretop::measure
