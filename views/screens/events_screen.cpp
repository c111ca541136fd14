// What happened, newest first, live.
#include <fmt/format.h>

#include <algorithm>

#include "views/model/events.h"
#include "views/screens/context.h"
#include "views/screens/run_actions.h"
#include "views/screens/run_marks.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

using storage::EventRecord;
using storage::Level;

TableCell level_cell(Level level) {
    switch (level) {
        case Level::info:
            return {"·", k_dim};
        case Level::warning:
            return {"‖ warning", k_warning};
        case Level::error:
            return {"✗ error", k_bad};
    }
    return {};
}

Style style_of(Level level) { return level == Level::error ? k_bad : level == Level::warning ? k_warning : k_normal; }

class EventsScreen final : public Screen {
  public:
    EventsScreen(Context& context, std::optional<storage::RunId> run)
        : context_(context),
          run_(run),
          model_(context.store, run),
          table_({{.title = "time", .align = Align::right},
                  {.title = "level", .importance = 2},
                  {.title = "run", .align = Align::right, .importance = 1},
                  {.title = "trial", .align = Align::right, .importance = 1},
                  {.title = "event", .importance = 1},
                  {.title = "what", .min_width = 20, .max_width = 400, .elastic = true}},
                 [this](std::int64_t row) { return table_row(row); }) {
        if (run)
            if (const auto experiment = experiment_of(context, *run)) title_ = run_title(**experiment, *run, "events");
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return run_ ? run_family(*run_) : ""; }

    void draw(Surface surface) override {
        sync();
        const auto filter = model_.filter().empty() ? "" : fmt::format("“{}” · ", model_.filter());
        surface.rule(0, "events", fmt::format("{}{}{}", filter, model_.size(), model_.complete() ? "" : " and older ones"));
        table_.draw(surface.lines_from(1));
    }

    bool key(const Key& key) override {
        sync();
        if (!table_.key(key)) return false;
        remember();
        // Further down than what is there: that is read before it is reached.
        const auto needed = static_cast<std::size_t>(table_.cursor()) + k_ahead;
        model_.want(needed);
        if (model_.size() < needed && !model_.complete()) reload();
        return true;
    }

    std::vector<Action> actions() override {
        const auto* event = chosen();
        std::vector<Action> all;
        all.push_back(open_action(event));
        all.push_back({"filter", "/", "filter", "Words of the level, the event, the text, “run 17”, “trial 4”.", {}, [this] {
                           ask_filter();
                       }});
        Action read{"read it whole",
                    "space",
                    "read",
                    "The text of this event, however long.",
                    event == nullptr ? "there is no event here" : "",
                    {}};
        if (event != nullptr) read.run = [this, kind = event->kind, text = event->text] { context_.shell.show_text(kind, text); };
        all.push_back(std::move(read));
        add_unfilter(all, model_.filter(), [this] { set_filter({}); });
        if (!run_) return all;
        for (auto& visit : visit_actions(context_, *run_, "events")) all.push_back(std::move(visit));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    static constexpr std::size_t k_ahead = 200;  // rows read before they are needed

    void reload() { load(context_, this, model_); }

    [[nodiscard]] const EventRecord* chosen() const {
        const auto row = static_cast<std::size_t>(table_.cursor());
        return row < model_.size() ? &model_.at(row) : nullptr;
    }

    // On top the newest is followed; elsewhere the cursor stays on its event.
    void remember() { event_ = table_.cursor() == 0 || chosen() == nullptr ? 0 : chosen()->id; }

    void sync() {
        table_.set_count(static_cast<std::int64_t>(model_.size()));
        if (event_ != 0)
            if (const auto row = model_.row_of(event_)) table_.move_to(static_cast<std::int64_t>(*row));
        table_.set_empty(model_.filter().empty() ? "Nothing has happened yet."
                                                 : fmt::format("No event matches “{}”. / changes the filter.", model_.filter()));
    }

    Action open_action(const EventRecord* event) {
        Action action{"open what it is about", "enter", "open", "The trial, or else the run.", {}, {}};
        if (event == nullptr || !event->run) {
            action.disabled = event == nullptr ? "there is no event here" : "this event is of no run";
        } else if (event->trial) {
            action.run = [this, key = storage::TrialKey{*event->run, *event->trial}] {
                show(context_, make_trial_screen(context_, key));
            };
        } else {
            action.run = [this, run = *event->run] { show(context_, make_front_screen(context_, run)); };
        }
        return action;
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto& event = model_.at(static_cast<std::size_t>(row));
        const auto now = context_.shell.clock().now_ns();
        TableRow cells;
        cells.cells = {{clock_time(event.at_ns, now), k_dim},
                       level_cell(event.level),
                       {event.run ? std::to_string(*event.run) : ""},
                       {event.trial ? std::to_string(*event.trial) : ""},
                       {event.kind},
                       {event.text, style_of(event.level)}};
        return cells;
    }

    void set_filter(const std::string& words) {
        model_.set_filter(words);
        reload();
    }

    void ask_filter() {
        PromptRequest request;
        request.label = "filter";
        request.text = model_.filter();
        request.history = "events";
        request.changed = [this](const std::string& words) { set_filter(words); };
        request.done = request.changed;
        request.cancelled = [this, before = model_.filter()] { set_filter(before); };
        context_.shell.prompt(std::move(request));
    }

    Context& context_;
    std::optional<storage::RunId> run_;
    std::string title_ = "events";
    model::EventsModel model_;
    Table table_;
    std::int64_t event_ = 0;  // under the cursor; 0: the newest
};

}  // namespace

std::unique_ptr<Screen> make_events_screen(Context& context, std::optional<storage::RunId> run) {
    return std::make_unique<EventsScreen>(context, run);
}

}  // namespace paretop::views
