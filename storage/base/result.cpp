#include "storage/base/result.h"

namespace paretop {

std::string Error::message() const {
    std::string out = where.empty() ? what : where + ": " + what;
    if (!remedy.empty()) out += "; " + remedy;
    return out;
}

}  // namespace paretop
