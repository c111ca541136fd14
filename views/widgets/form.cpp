#include "views/widgets/form.h"

#include <algorithm>

namespace paretop::views {
namespace {

constexpr int k_value_width = 24;

}  // namespace

Form::Form(std::vector<FormField> fields) : fields_(std::move(fields)) {
    for (const FormField& field : fields_) {
        editors_.emplace_back(field.value);
        label_width_ = std::max(label_width_, width_of(field.label));
    }
}

void Form::set_value(std::size_t field, std::string value) {
    editors_[field].set_text(value);
    fields_[field].value = std::move(value);
}

std::string Form::problem() const {
    for (const FormField& field : fields_)
        if (std::string problem = problem_of(field); !problem.empty()) return field.label + ": " + problem;
    return {};
}

bool Form::move(int step) {
    const auto next = static_cast<std::ptrdiff_t>(focus_) + step;
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(fields_.size())) return false;
    focus_ = static_cast<std::size_t>(next);
    return true;
}

bool Form::choose(int step) {
    const auto& choices = fields_[focus_].choices;
    const auto count = static_cast<std::ptrdiff_t>(choices.size());
    const auto found = std::find(choices.begin(), choices.end(), fields_[focus_].value);
    const auto at = found == choices.end() ? 0 : (found - choices.begin() + step + count) % count;
    set_value(focus_, choices[static_cast<std::size_t>(at)]);
    return true;
}

bool Form::edit(const Key& key) {
    if (key.is_text() && fields_[focus_].digits_only && (key.character < U'0' || key.character > U'9')) return true;
    if (!editors_[focus_].key(key)) return false;
    fields_[focus_].value = editors_[focus_].text();
    return true;
}

bool Form::key(const Key& key) {
    if (fields_.empty()) return false;
    if (key.kind == KeyKind::click && area_.contains(key.at)) {
        focus_ = std::min(static_cast<std::size_t>(key.at.line - area_.at.line), fields_.size() - 1);
        return true;
    }
    if (key.is(KeyKind::up)) return move(-1), true;
    if (key.is(KeyKind::down)) return move(1), true;
    if (key.is(KeyKind::tab)) return move(1);
    if (key.is(KeyKind::back_tab)) return move(-1);
    if (fields_[focus_].choices.empty()) return edit(key);
    if (key.is(KeyKind::left)) return choose(-1);
    if (key.is(KeyKind::right) || key.is(U' ')) return choose(1);
    return false;
}

void Form::draw(Surface surface, bool focused) {
    area_ = surface.area();
    for (std::size_t i = 0; i < fields_.size(); ++i)
        draw_field(surface.lines_from(static_cast<int>(i), 1), i, focused && i == focus_);
}

void Form::draw_field(Surface line, std::size_t i, bool focused) const {
    const FormField& field = fields_[i];
    if (focused) line.text({0, 0}, "▸", k_accent);
    line.text({0, 3}, field.label, focused ? k_bold : k_dim);
    const int at = 3 + label_width_ + 2;
    const Surface value = line.columns_from(at, k_value_width);
    if (field.choices.empty())
        editors_[i].draw(value, focused, focused ? k_normal.with_bold() : k_normal);
    else
        value.text({0, 0}, focused ? "← " + field.value + " →" : field.value, focused ? k_bold : k_normal);
    const std::string problem = problem_of(field);
    const int room = line.columns() - at - k_value_width - 2;
    line.text({0, at + k_value_width + 2}, shorten(problem.empty() ? field.hint : problem, room),
              problem.empty() ? k_dim : k_bad);
}

}  // namespace paretop::views
