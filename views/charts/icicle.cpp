#include "views/charts/icicle.h"

#include <algorithm>
#include <cmath>

#include "engine/functions/key.h"

namespace paretop::views {
namespace {

constexpr int k_all = 1 << 20;  // more boxes than a level has

}  // namespace

void Icicle::set_tree(functions::CallTree tree, std::string root_name) {
    const auto cursor = stack_of(cursor_), zoom = stack_of(zoom_);
    tree_ = std::move(tree);
    root_name_ = std::move(root_name);
    totals_ = tree_.totals();
    children_.assign(tree_.nodes.size(), {});
    roots_.clear();
    whole_ = 0;
    for (Node i = 0; i < tree_.nodes.size(); ++i) {
        const auto above = tree_.nodes[i].parent;
        (above < 0 ? roots_ : children_[static_cast<Node>(above)]).push_back(i);
        if (above < 0) whole_ += totals_[i];
    }
    const auto heavier = [this](Node a, Node b) { return totals_[a] > totals_[b]; };
    std::stable_sort(roots_.begin(), roots_.end(), heavier);
    for (auto& each : children_) std::stable_sort(each.begin(), each.end(), heavier);
    cursor_ = find(cursor);
    zoom_ = find(zoom);
}

Icicle::Node Icicle::parent(Node node) const {
    if (node == k_root || tree_.nodes[node].parent < 0) return k_root;
    return static_cast<Node>(tree_.nodes[node].parent);
}

std::vector<std::string> Icicle::stack_of(Node node) const {
    std::vector<std::string> stack;
    for (; node != k_root; node = parent(node)) stack.push_back(key_of(node));
    std::reverse(stack.begin(), stack.end());
    return stack;
}

// As far down the stack as it is there.
Icicle::Node Icicle::find(const std::vector<std::string>& stack) const {
    Node at = k_root;
    for (const auto& name : stack) {
        const auto& below = children(at);
        const auto found = std::find_if(below.begin(), below.end(), [&](Node node) { return key_of(node) == name; });
        if (found == below.end()) return at;
        at = *found;
    }
    return at;
}

std::size_t Icicle::depth(Node node) const {
    std::size_t depth = 0;
    for (; node != k_root; node = parent(node)) ++depth;
    return depth;
}

void Icicle::zoom_out() {
    if (zoom_ != k_root) zoom_ = parent(zoom_);
}

void Icicle::place(Node node, int line, double from, double to, int columns) {
    const int first = static_cast<int>(std::lround(from)), last = static_cast<int>(std::lround(to));
    if (last <= first) return;
    boxes_.push_back({node, line, first, last - first});
    if (!(total(node) > 0)) return;
    double at = from;
    for (const auto child : children(node)) {
        const double width = (to - from) * total(child) / total(node);
        if (width < 0.25) break;  // the others are narrower still
        place(child, line + 1, at, at + width, columns);
        at += width;
    }
}

void Icicle::draw(Surface surface) {
    area_ = surface.area();
    boxes_.clear();
    // What calls the zoomed box is as wide as it.
    std::vector<Node> above;
    for (Node node = zoom_; node != k_root; node = parent(node)) above.push_back(parent(node));
    std::reverse(above.begin(), above.end());
    int line = 0;
    for (const auto node : above) boxes_.push_back({node, line++, 0, surface.columns()});
    place(zoom_, line, 0, surface.columns(), surface.columns());
    const auto at = std::find_if(boxes_.begin(), boxes_.end(), [this](const Box& box) { return box.node == cursor_; });
    if (at == boxes_.end()) cursor_ = zoom_;
    const int wanted = at == boxes_.end() ? line : at->line;
    top_ = std::clamp(top_, std::max(0, wanted - surface.lines() + 1), std::max(0, wanted));
    for (const auto& box : boxes_) {
        if (box.line < top_ || box.line - top_ >= surface.lines()) continue;
        const auto style = box.node == cursor_ ? Style{.role = Role::accent, .bold = true, .reverse = true} : k_normal;
        const auto cell = surface.sub({{box.line - top_, box.column}, {1, box.width}});
        const auto name = shorten(functions::function_of(key_of(box.node)), box.width - 1);
        cell.fill(box.node == cursor_ ? " " : "─", box.node == cursor_ ? style : k_dim);
        cell.text({0, 0}, "│", box.node == cursor_ ? style : k_dim);
        if (box.width > 2) cell.text({0, 1}, name, style);
    }
}

void Icicle::step(int by) {
    const auto level = depth(cursor_);
    std::vector<Node> same;  // from left to right, as they are drawn
    for (const auto& box : boxes_)
        if (depth(box.node) == level) same.push_back(box.node);
    const auto at = std::find(same.begin(), same.end(), cursor_) - same.begin();
    const auto to =
        std::clamp<std::ptrdiff_t>(at + by, 0, std::max<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(same.size()) - 1, 0));
    if (!same.empty()) cursor_ = same[static_cast<std::size_t>(to)];
}

bool Icicle::key(const Key& key) {
    if (key.is_mouse()) {
        const auto hit = std::find_if(boxes_.begin(), boxes_.end(), [&](const Box& box) {
            const int line = area_.at.line + box.line - top_, column = area_.at.column + box.column;
            return key.at.line == line && key.at.column >= column && key.at.column < column + box.width;
        });
        if (hit != boxes_.end()) cursor_ = hit->node;
        if (key.kind == KeyKind::wheel_up) zoom_in();
        if (key.kind == KeyKind::wheel_down) zoom_out();
        return key.kind != KeyKind::double_click;  // that is Enter on what it chose
    }
    if (key.is(KeyKind::up) || key.is(U'k'))
        cursor_ = parent(cursor_);
    else if (key.is(KeyKind::down) || key.is(U'j'))
        cursor_ = children(cursor_).empty() ? cursor_ : children(cursor_).front();
    else if (key.is(KeyKind::left) || key.is(U'h'))
        step(-1);
    else if (key.is(KeyKind::right) || key.is(U'l'))
        step(1);
    else if (key.is(KeyKind::home) || key.is(U'g'))
        step(-k_all);
    else if (key.is(KeyKind::end) || key.is(U'G'))
        step(k_all);
    else if (key.is(KeyKind::page_up))
        cursor_ = zoom_;
    else if (key.is(KeyKind::page_down))
        while (!children(cursor_).empty()) cursor_ = children(cursor_).front();
    else
        return false;
    if (zoom_ != k_root && depth(cursor_) < depth(zoom_)) zoom_ = cursor_;
    return true;
}

Icicle::Chosen Icicle::chosen() const {
    Chosen out;
    out.function = functions::function_of(key_of(cursor_));
    const auto key = key_of(cursor_);
    if (key.find('|') != std::string::npos) out.module = std::string(functions::module_of(key));
    out.total = total(cursor_);
    out.share = whole_ > 0 ? out.total / whole_ : 0;
    out.depth = depth(cursor_);
    if (cursor_ == k_root) return out;
    out.self = tree_.nodes[cursor_].self;
    out.samples = tree_.nodes[cursor_].samples;
    const double above = total(parent(cursor_));
    out.share_of_caller = above > 0 ? out.total / above : 0;
    return out;
}

}  // namespace paretop::views
