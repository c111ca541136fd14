// A tree of calls, the root on top: every box is as wide as what it took with all beneath it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/functions/call_tree.h"
#include "views/surface/surface.h"
#include "views/terminal/key.h"

namespace paretop::views {

class Icicle {
  public:
    // Replaces the tree; the cursor stays on its stack of names where that is still there.
    void set_tree(functions::CallTree tree, std::string root_name);
    [[nodiscard]] bool empty() const { return tree_.nodes.empty(); }

    // A line a level. Boxes narrower than a cell are left out.
    void draw(Surface surface);
    // Up to the caller, down to the heaviest callee, left and right among what is on the same level, Home and End to its ends,
    // PgUp to the root and PgDn to the end of the heaviest path. A click chooses a box, the wheel zooms into it and out.
    bool key(const Key& key);
    void zoom_in() { zoom_ = cursor_; }  // the box under the cursor gets the whole width
    void zoom_out();                     // by one level
    [[nodiscard]] bool zoomed() const { return zoom_ != k_root; }

    struct Chosen {
        std::string function, module;
        double self = 0, total = 0;
        double share = 0;            // of everything
        double share_of_caller = 0;  // of the box above
        std::int64_t samples = 0;
        std::size_t depth = 0;  // 0: the root
    };
    [[nodiscard]] Chosen chosen() const;
    [[nodiscard]] const functions::CallTree& tree() const { return tree_; }

  private:
    using Node = std::size_t;
    static constexpr Node k_root = static_cast<Node>(-1);  // above all nodes
    struct Box {
        Node node = k_root;
        int line = 0, column = 0, width = 0;
    };

    [[nodiscard]] const std::vector<Node>& children(Node node) const { return node == k_root ? roots_ : children_[node]; }
    [[nodiscard]] double total(Node node) const { return node == k_root ? whole_ : totals_[node]; }
    [[nodiscard]] Node parent(Node node) const;
    [[nodiscard]] std::string key_of(Node node) const {
        return node == k_root ? root_name_ : tree_.functions[tree_.nodes[node].function];
    }
    [[nodiscard]] std::vector<std::string> stack_of(Node node) const;
    [[nodiscard]] Node find(const std::vector<std::string>& stack) const;
    [[nodiscard]] std::size_t depth(Node node) const;
    void place(Node node, int line, double from, double to, int columns);
    void step(int by);

    functions::CallTree tree_;
    std::string root_name_;
    std::vector<double> totals_;
    std::vector<std::vector<Node>> children_;
    std::vector<Node> roots_;
    double whole_ = 0;
    Node cursor_ = k_root, zoom_ = k_root;
    std::vector<Box> boxes_;  // drawn last
    int top_ = 0;             // levels scrolled away
    Rect area_;
};

}  // namespace paretop::views
