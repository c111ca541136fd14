// Picks an experiment file, explains it, changes what is worth changing, starts it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/search/searcher.h"
#include "views/model/launch.h"
#include "views/screens/context.h"
#include "views/screens/run_marks.h"
#include "views/screens/wrap.h"
#include "views/widgets/form.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

using model::ExperimentFile;

enum Override : std::size_t { k_trials, k_seed, k_parallel, k_method };

std::optional<std::int64_t> whole(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string above_zero(const std::string& text) { return whole(text).value_or(0) > 0 ? "" : "a whole number above 0 is needed"; }
std::string any_whole(const std::string& text) { return whole(text) ? "" : "a whole number is needed"; }

Form form_for(const spec::Spec& spec) {
    std::vector<std::string> methods;
    for (const auto& method : search::methods()) methods.emplace_back(method.name);
    const auto& search = spec.search;
    return Form(
        {{"trials", std::to_string(search.trials), {}, true, "how many configurations are tried in all", above_zero},
         {"seed", std::to_string(search.seed), {}, true, "the same seed asks the same configurations", any_whole},
         {"parallel", std::to_string(search.parallel), {}, true, "measurements at once: they disturb each other", above_zero},
         {"method", search.method, std::move(methods), false, "", {}}});
}

class LaunchScreen final : public Screen {
  public:
    explicit LaunchScreen(Context& context)
        : context_(context),
          model_(context.store, context.experiment_folders),
          table_({{.title = "experiment", .min_width = 12, .max_width = 28},
                  {.title = "job", .importance = 2},
                  {.title = "what it is about", .importance = 1, .max_width = 120, .elastic = true},
                  {.title = "file", .importance = 3, .max_width = 36, .cut_middle = true}},
                 [this](std::int64_t row) { return table_row(row); }) {
        reload();
    }

    [[nodiscard]] std::string title() const override { return "new run"; }

    void draw(Surface surface) override {
        sync();
        const auto* file = chosen();
        const int files = static_cast<int>(model_.files().size());
        const int form = file != nullptr && file->spec ? 1 + static_cast<int>(form_.size()) : 0;
        const int list = std::clamp(files + 2, 4, std::max(4, surface.lines() - form - 8));
        surface.rule(0, "experiments", count_of(files, "file"));
        table_.draw(surface.lines_from(1, list - 1), !in_form_);
        if (file == nullptr) return;
        const auto rest = surface.lines_from(list);
        draw_explanation(rest.lines_from(0, rest.lines() - form), *file);
        if (form == 0) return;
        const auto below = rest.lines_from(rest.lines() - form);
        below.rule(0, "this run", in_form_ ? "enter starts it" : "");
        form_.draw(below.lines_from(1), in_form_);
    }

    bool key(const Key& key) override {
        if (in_form_) return form_key(key);
        if (key.kind == KeyKind::click && !table_.row_at(key.at) && form_.key(key)) return enter_form(true);
        if (key.is(KeyKind::tab) && runnable()) return enter_form(true);
        if (!table_.key(key)) return false;
        take_cursor();
        return true;
    }

    std::vector<Action> actions() override {
        const auto* file = chosen();
        const std::string cannot = file == nullptr ? "there is no experiment file here"
                                   : !file->spec
                                       ? fmt::format("{} cannot be run: {}", file->name,
                                                     count_of(static_cast<std::int64_t>(file->problems.size()), "mistake"))
                                       : form_.problem();
        std::vector<Action> all;
        if (!in_form_)
            all.push_back({"choose it", "enter", "choose", "Goes on to its trials, seed, parallelism and method.", cannot,
                           [this] { enter_form(true); }});
        all.push_back({"start the run", in_form_ ? "enter" : "s", "start",
                       "An engine of its own begins at once; the screen may be closed.", cannot, [this] { start(); }});
        if (in_form_)
            all.push_back({"back to the list", "esc", "list", "Another experiment file.", {}, [this] { enter_form(false); }});
        else
            all.push_back({"read the file", "space", "read", "The experiment file as it is.", file == nullptr ? cannot : "",
                           [this] { read(); }});
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() { load(context_, this, model_); }

    [[nodiscard]] const ExperimentFile* chosen() const {
        const auto& files = model_.files();
        const auto found = std::find_if(files.begin(), files.end(), [this](const auto& file) { return file.path == path_; });
        return found == files.end() ? nullptr : &*found;
    }
    [[nodiscard]] bool runnable() const { return chosen() != nullptr && chosen()->spec.has_value(); }

    bool enter_form(bool on) {
        in_form_ = on;
        return true;
    }

    bool form_key(const Key& key) {
        if (key.is(KeyKind::escape) || (key.kind == KeyKind::click && table_.row_at(key.at))) {
            enter_form(false);
            return key.is(KeyKind::escape) || this->key(key);
        }
        if (form_.key(key)) return true;
        if (key.is(KeyKind::tab) || key.is(KeyKind::back_tab)) return enter_form(false), true;
        return key.is_text();  // letters are not commands while a value is typed
    }

    // The cursor follows its file, however the list changes.
    void sync() {
        const auto& files = model_.files();
        table_.set_count(static_cast<std::int64_t>(files.size()));
        table_.set_empty(fmt::format("No experiment files. `paretop init` writes one; they are looked for in {}.", folders()));
        if (const auto* file = chosen())
            table_.move_to(file - files.data());
        else
            take_cursor();
        if (!runnable()) in_form_ = false;
    }

    void take_cursor() {
        const auto& files = model_.files();
        if (files.empty()) return path_.clear();
        const auto& file = files[std::min(static_cast<std::size_t>(table_.cursor()), files.size() - 1)];
        if (file.path == path_) return;
        path_ = file.path;
        form_ = file.spec ? form_for(*file.spec) : Form();
    }

    [[nodiscard]] std::string folders() const {
        std::string text;
        for (const auto& folder : context_.experiment_folders) text += (text.empty() ? "" : ", ") + folder;
        return text;
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto& file = model_.files()[static_cast<std::size_t>(row)];
        TableRow cells;
        if (file.spec)
            cells.cells = {{file.name}, {file.spec->kind, k_dim}, {file.spec->about}, {file.path, k_dim}};
        else
            cells.cells = {{file.name},
                           {},
                           {"✗ " + count_of(static_cast<std::int64_t>(file.problems.size()), "mistake"), k_bad},
                           {file.path, k_dim}};
        return cells;
    }

    void draw_explanation(Surface surface, const ExperimentFile& file) const {
        if (surface.empty()) return;
        surface.rule(0, file.name);
        int line = 1;
        const auto put = [&](std::string_view label, std::string_view text, Style style) {
            const int at = label.empty() ? 2 : 18;
            surface.text({line, 2}, label, k_dim);
            for (const auto& part : wrapped(text, surface.columns() - at - 2)) surface.text({line++, at}, part, style);
        };
        if (file.spec)
            for (const auto& [label, text] : model_.explain(*file.spec, order())) put(label, text, k_normal);
        for (const auto& problem : file.problems) put("", problem.message(file.path), k_bad);
    }

    [[nodiscard]] model::LaunchOrder order() const {
        model::LaunchOrder order;
        order.path = path_;
        if (form_.size() == 0) return order;
        order.trials = whole(form_.value(k_trials));
        order.seed = whole(form_.value(k_seed));
        order.parallel = whole(form_.value(k_parallel));
        order.method = form_.value(k_method);
        return order;
    }

    void start() {
        auto& context = context_;
        const auto run = context.actions.launch(order());
        if (!run) return context.shell.report(run.error());
        context.shell.pop();
        context.shell.say(run_name(*run) + " has been started");
        show(context, make_front_screen(context, *run));
    }

    void read() {
        const auto* file = chosen();
        if (file->spec) return context_.shell.show_text(file->path, file->spec->text);
        std::string text;
        for (const auto& problem : file->problems) text += problem.message(file->path) + "\n";
        context_.shell.show_text(file->path, text);
    }

    Context& context_;
    model::LaunchModel model_;
    Table table_;
    Form form_;
    std::string path_;
    bool in_form_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_launch_screen(Context& context) { return std::make_unique<LaunchScreen>(context); }

}  // namespace paretop::views
