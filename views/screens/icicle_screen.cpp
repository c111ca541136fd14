// The calls of a profile as an icicle, the root on top.
#include <fmt/format.h>

#include "views/charts/icicle.h"
#include "views/screens/profile_actions.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

class IcicleScreen final : public Screen {
  public:
    IcicleScreen(Context& context, storage::ProfileId profile)
        : context_(context), title_(profile_title(profile, "icicle")), model_(context.store, profile) {
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return profile_family(model_.record().id); }
    [[nodiscard]] StyledText status() const override { return profile_status(model_.record()); }

    void draw(Surface surface) override {
        const auto what = model_.calls_are_stacks() ? "calls"
                          : !model_.nests()         ? "functions: its source told no stacks"
                          : model_.has_functions()  ? "operations and their functions"
                                                    : "operations";
        surface.rule(0, what, icicle_.zoomed() ? "zoomed" : "");
        if (icicle_.empty()) {
            surface.text({2, 2}, why_empty(), k_dim);
            return;
        }
        icicle_.draw(surface.lines_from(1, surface.lines() - 3));
        surface.rule(surface.lines() - 2);
        draw_chosen(surface.lines_from(surface.lines() - 1));
    }

    bool key(const Key& key) override { return icicle_.key(key); }

    std::vector<Action> actions() override {
        std::vector<Action> all{{"zoom into " + icicle_.chosen().function, "enter", "zoom", "It gets the whole width.",
                                 icicle_.empty() ? "there is nothing to zoom into" : "", [this] { icicle_.zoom_in(); }},
                                {"zoom out", "-", "out", "By one level.", icicle_.zoomed() ? "" : "everything is shown",
                                 [this] { icicle_.zoom_out(); }}};
        for (auto& visit : profile_visits(context_, model_.record().id, "icicle")) all.push_back(std::move(visit));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() {
        load(context_, this, model_, [this] { take(); });
    }
    void take() {
        if (drawn_ == model_.version()) return;
        drawn_ = model_.version();
        icicle_.set_tree(model_.calls(), "all");
    }

    [[nodiscard]] std::string why_empty() const {
        if (model_.reading_operations()) return reading_text(model_.operations());
        if (model_.growing()) return "Nothing has been recorded yet.";
        return model_.operations().size() == 0 ? "It holds neither calls, operations nor functions."
                                               : "It holds batches only, no operations within them: t draws them.";
    }

    void draw_chosen(Surface line) const {
        const auto chosen = icicle_.chosen();
        const auto weight = [this](double value) {
            return !model_.calls_are_timed() ? grouped(static_cast<std::int64_t>(value)) + " " + model_.weight_word()
                                             : quantity(value, "s");
        };
        int at = line.text({0, 2}, chosen.function, k_bold);
        if (!chosen.module.empty()) at = line.text({0, at + 1}, chosen.module, k_dim);
        auto text = fmt::format("{} · {} of all", weight(chosen.total), percent(chosen.share));
        if (chosen.depth > 1) text += fmt::format(" · {} of its caller", percent(chosen.share_of_caller));
        if (chosen.depth > 0) text += fmt::format(" · self {}", weight(chosen.self));
        line.text({0, at + 2}, text);
    }

    Context& context_;
    std::string title_;
    model::ProfileModel model_;
    Icicle icicle_;
    std::uint64_t drawn_ = 0;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_icicle_screen(Context& context, storage::ProfileId profile) {
    PARETOP_CHECK(storage::get_profile(context.store, profile).map([](const auto&) {}));
    return std::unique_ptr<Screen>(std::make_unique<IcicleScreen>(context, profile));
}

}  // namespace paretop::views
