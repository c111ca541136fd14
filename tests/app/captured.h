// The program in this process, its output kept.
#pragma once

#include <string>
#include <vector>

namespace paretop::test {

struct Captured {
    int code = 0;
    std::string out, err;
};

// `paretop ARGUMENTS…` with standard output and error going into files, as if into pipes.
Captured paretop(const std::vector<std::string>& arguments);

}  // namespace paretop::test
