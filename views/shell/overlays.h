// The overlays there are. Each rises from the bottom of the window, so that no size breaks it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "views/shell/overlay.h"
#include "views/shell/requests.h"
#include "views/shell/screen.h"

namespace paretop::views {

[[nodiscard]] std::unique_ptr<Overlay> make_question(Question question, std::function<void()> yes);
// `remember` is given what was entered.
[[nodiscard]] std::unique_ptr<Overlay> make_prompt(PromptRequest request, std::vector<std::string> history,
                                                   std::function<void(const std::string&)> remember);
[[nodiscard]] std::unique_ptr<Overlay> make_text(std::string title, std::string text);
// `label` stands before what is typed. Every action by name, filtered while typing; Enter runs the chosen one through `run` (also
// disabled ones: it says why).
[[nodiscard]] std::unique_ptr<Overlay> make_palette(std::string title, std::string label, std::vector<Action> actions,
                                                    std::function<void(const Action&)> run);

}  // namespace paretop::views
