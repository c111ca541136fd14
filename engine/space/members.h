// A set of configurations that are the only ones allowed: those that a table of known results has.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace paretop::space {

class Members {
  public:
    // By their compact bytes (space::encode); `name` completes "is listed in …".
    Members(std::vector<std::string> compact, std::string name);

    [[nodiscard]] bool contains(std::string_view compact) const;
    [[nodiscard]] std::span<const std::string> all() const { return compact_; }  // ascending, each once
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    std::vector<std::string> compact_;
    std::string name_;
};

}  // namespace paretop::space
