// Regular expressions over what programs print (PCRE2). Never exponential: matching that takes too much work finds nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace paretop::spec {

class Regex {
  public:
    // Perl's syntax; ^ and $ match at every line. The error's `where` is "column N" (1-based, in code points).
    static Result<Regex> compile(std::string_view pattern);

    // The first group of the last match, or the whole match where the pattern has no group or the group took no part.
    // `text` may be any bytes; what is not UTF-8 matches nothing.
    [[nodiscard]] std::optional<std::string> last_match(std::string_view text) const;

  private:
    struct Compiled;
    explicit Regex(std::shared_ptr<const Compiled> compiled);
    std::shared_ptr<const Compiled> compiled_;  // immutable, shared by copies
};

}  // namespace paretop::spec
