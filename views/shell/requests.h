// What a screen can ask of a person.
#pragma once

#include <functional>
#include <string>

namespace paretop::views {

struct Question {
    std::string text = {};     // "Remove run 17 with its 300 trials?"
    std::string details = {};  // what cannot be undone about it; may be empty
    std::string yes = {};      // the verb: "remove"
};

struct PromptRequest {
    std::string label = {};                                // "filter"
    std::string text = {};                                 // to begin with
    std::string history = {};                              // prompts of one name share a history; empty: none
    std::function<void(const std::string&)> changed = {};  // while typing; may be empty
    std::function<void(const std::string&)> done = {};     // Enter
    std::function<void()> cancelled = {};                  // Esc; may be empty
};

}  // namespace paretop::views
