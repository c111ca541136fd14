// A few values to fill in, one below the other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "views/surface/surface.h"
#include "views/terminal/key.h"
#include "views/widgets/line_editor.h"

namespace paretop::views {

struct FormField {
    std::string label = {};
    std::string value = {};
    std::vector<std::string> choices = {};  // when not empty: one of these, Left and Right change it
    bool digits_only = false;               // a whole number
    std::string hint = {};                  // dim, at the right
    // Why the value will not do; empty: it will. May be empty itself.
    std::function<std::string(const std::string& value)> check = {};
};

class Form {
  public:
    explicit Form(std::vector<FormField> fields = {});
    [[nodiscard]] std::size_t size() const { return fields_.size(); }
    [[nodiscard]] const std::string& value(std::size_t field) const { return fields_[field].value; }
    void set_value(std::size_t field, std::string value);
    [[nodiscard]] std::size_t focus() const { return focus_; }
    // Of the first field whose value will not do; empty: all will.
    [[nodiscard]] std::string problem() const;

    void draw(Surface surface, bool focused = true);
    // Up Down Tab between fields, typing within one. False: not for a form (Enter, Esc; Tab beyond the last field).
    bool key(const Key& key);

  private:
    [[nodiscard]] std::string problem_of(const FormField& field) const {
        return field.check ? field.check(field.value) : std::string();
    }
    bool move(int step);
    bool choose(int step);
    bool edit(const Key& key);
    void draw_field(Surface line, std::size_t i, bool focused) const;

    std::vector<FormField> fields_;
    std::vector<LineEditor> editors_;
    std::size_t focus_ = 0;
    int label_width_ = 0;
    Rect area_;
};

}  // namespace paretop::views
