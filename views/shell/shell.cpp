#include "views/shell/shell.h"

#include <algorithm>
#include <iterator>

#include "views/shell/overlays.h"

namespace paretop::views {
namespace {

constexpr Nanoseconds k_frame_while_working = 50'000'000;
constexpr std::size_t k_longest_history = 100;

std::string story_of(const Error& error) {
    std::string text = error.what + "\n";
    if (!error.where.empty()) text += "\nWhere:       " + error.where;
    if (!error.remedy.empty()) text += "\nWhat to do:  " + error.remedy;
    return text + "\n";
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

}  // namespace

Shell::Shell(Terminal& terminal, const Clock& clock) : terminal_(terminal), clock_(clock) {}
Shell::~Shell() = default;

void Shell::push(std::unique_ptr<Screen> screen) {
    const auto family = screen->family();
    if (!family.empty() && top() != nullptr && top()->family() == family) drop_top();
    screens_.push_back(std::move(screen));
    dirty_ = true;
}

void Shell::drop_top() {
    stop_work(screens_.back().get());
    gone_.push_back(std::move(screens_.back()));
    screens_.pop_back();
}

void Shell::pop() {
    if (screens_.size() <= 1) return quit();
    drop_top();
    screens_.back()->resume();
    dirty_ = true;
}

void Shell::say(std::string text) {
    message_ = one_line(std::move(text));
    message_role_ = Role::normal;
    dirty_ = true;
}

void Shell::report(const Error& error) {
    message_ = one_line(error.message());
    message_role_ = Role::bad;
    story_ = story_of(error);
    dirty_ = true;
}

void Shell::confirm(Question question, std::function<void()> yes) {
    put_over(make_question(std::move(question), std::move(yes)));
}

void Shell::prompt(PromptRequest request) {
    const std::string name = request.history;
    const auto remember = [this, name](const std::string& text) {
        if (name.empty() || text.empty()) return;
        auto& history = histories_[name];
        std::erase(history, text);
        history.push_back(text);
        if (history.size() > k_longest_history) history.erase(history.begin());
    };
    auto history = name.empty() ? std::vector<std::string>() : histories_[name];
    put_over(make_prompt(std::move(request), std::move(history), remember));
}

void Shell::show_text(std::string title, std::string text) { put_over(make_text(std::move(title), std::move(text))); }

void Shell::show_story() { show_text("what happened", story_); }

void Shell::put_over(std::unique_ptr<Overlay> overlay) {
    overlays_.push_back(std::move(overlay));
    dirty_ = true;
}

void Shell::work(const void* owner, std::string name, std::function<bool()> step) {
    std::erase_if(work_, [&](const Work& w) { return w.owner == owner && w.name == name; });
    work_.push_back({owner, std::move(name), std::move(step)});
}

void Shell::stop_work(const void* owner) {
    std::erase_if(work_, [owner](const Work& w) { return w.owner == owner; });
    if (working_for_ == owner) working_for_ = nullptr;
}

void Shell::do_work() {
    if (work_.empty()) return;
    Work piece = std::move(work_.front());
    work_.erase(work_.begin());
    working_for_ = piece.owner;
    const bool more = piece.step();
    const bool replaced =
        std::any_of(work_.begin(), work_.end(), [&](const Work& w) { return w.owner == piece.owner && w.name == piece.name; });
    if (more && working_for_ == piece.owner && !replaced) work_.push_back(std::move(piece));
    working_for_ = nullptr;
    if (!more || clock_.steady_ns() - drawn_at_ >= k_frame_while_working) dirty_ = true;
}

void Shell::refresh() {
    if (Screen* screen = top()) screen->refresh();
    dirty_ = true;
}

void Shell::key(const Key& key) {
    dirty_ = true;
    message_.clear();
    if (key == Key::control(U'l')) return terminal_.invalidate();
    if (key == Key::control(U'z')) return terminal_.suspend();
    if (!overlays_.empty())
        overlay_key(key);
    else
        screen_key(key);
    gone_.clear();
}

void Shell::overlay_key(const Key& key) {
    if (!overlays_.back()->key(key)) return;
    const std::unique_ptr<Overlay> finished = std::move(overlays_.back());
    overlays_.pop_back();
    finished->finish();
}

void Shell::screen_key(const Key& key) {
    if (key == Key::control(U'c')) return quit();
    if (key.kind == KeyKind::click)
        if (const auto hit = bar_.key_at(key.at)) return screen_key(parse_key(*hit));
    Screen* screen = top();
    if (screen == nullptr || screen->key(key)) return;
    act(key.kind == KeyKind::double_click ? Key(KeyKind::enter) : key);
}

bool Shell::act(const Key& key) {
    if (key.kind == KeyKind::none) return false;
    for (const Action& action : actions()) {
        if (action.key.empty() || parse_key(action.key) != key) continue;
        run(action);
        return true;
    }
    if (key.is(U'q')) pop();
    return false;
}

void Shell::run(const Action& action) {
    if (!action.disabled.empty()) return say(action.disabled);
    if (action.run) action.run();
}

std::vector<Action> Shell::actions() {
    std::vector<Action> all = top() == nullptr ? std::vector<Action>() : top()->actions();
    auto own = own_actions(all);
    all.insert(all.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
    return all;
}

std::vector<Action> Shell::own_actions(const std::vector<Action>& of_screen) {
    const bool first = screens_.size() <= 1;
    const bool taken = std::any_of(of_screen.begin(), of_screen.end(), [](const Action& a) { return a.key == "esc"; });
    std::vector<Action> own;
    own.push_back({"commands", ":", "commands", "Every command by name.", {}, [this] { show_commands(); }});
    own.push_back({"help", "?", "help", "What every key does here.", {}, [this] { show_help(); }});
    own.push_back({"show the last error", "e", "", "The whole story of the last error.",
                   story_.empty() ? "no error has been reported" : "", [this] { show_story(); }});
    own.push_back({"redraw", "ctrl-l", "", "Draws the window anew.", {}, [this] { terminal_.invalidate(); }});
    own.push_back({"suspend", "ctrl-z", "", "Back to the command line; fg returns.", {}, [this] { terminal_.suspend(); }});
    if (!first)
        own.push_back({"back", taken ? "q" : "esc", "back", "Back to where you came from; so does q.", {}, [this] { pop(); }});
    own.push_back({"quit", first ? "q" : "", first ? "quit" : "", "What runs goes on running.", {}, [this] { quit(); }});
    return own;
}

void Shell::show_commands() {
    put_over(make_palette("commands", ":", actions(), [this](const Action& action) { run(action); }));
}

void Shell::show_help() {
    std::vector<Action> all = actions();
    const auto moving = [&all](std::string key, std::string name, std::string help) {
        all.push_back({std::move(name), std::move(key), "", std::move(help), {}, {}});
    };
    moving("↑↓ jk", "move", "One line up or down; ←→ and h l sideways.");
    moving("pgup pgdn", "move by pages", "The wheel moves three lines.");
    moving("home end", "first and last", "g and G as well.");
    moving("tab", "next pane", "Shift-Tab goes to the one before.");
    put_over(make_palette("help", "search", std::move(all), [this](const Action& action) { run(action); }));
}

}  // namespace paretop::views
