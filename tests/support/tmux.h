// A real terminal for tests: a tmux server of its own, without anybody's configuration.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace paretop::test {

inline constexpr std::chrono::seconds k_patience{60};  // far more than a busy machine needs

// Waits until `holds`; false: it did not within `patience`.
[[nodiscard]] bool eventually(const std::function<bool()>& holds, std::chrono::seconds patience = k_patience);

class Tmux {
  public:
    // Starts `command` (for /bin/sh) in a window of this size.
    Tmux(const std::string& command, int columns, int lines);
    ~Tmux();
    Tmux(const Tmux&) = delete;
    Tmux& operator=(const Tmux&) = delete;

    void keys(const std::string& names);  // as `tmux send-keys` takes them: "Enter", "q", "C-c", several words
    void type(const std::string& text);   // literally
    void resize(int columns, int lines);
    [[nodiscard]] std::string screen() const;  // what is shown now
    // Waits until the screen shows `text`; false: it did not within `patience`.
    [[nodiscard]] bool shows(const std::string& text, std::chrono::seconds patience = k_patience) const;
    [[nodiscard]] bool hides(const std::string& text, std::chrono::seconds patience = k_patience) const;
    [[nodiscard]] std::string value(const std::string& format) const;  // "#{mouse_any_flag}", "#{alternate_on}"

  private:
    std::string run(const std::string& arguments) const;
    std::string socket_;
};

}  // namespace paretop::test
