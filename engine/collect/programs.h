// Children one after another, each waited for: what collecting needs, on top of the guardian.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/process/guardian.h"

namespace paretop::collect {

struct Ran {
    process::Exit exit;
    std::string printed;  // what it wrote, unless that went elsewhere; bounded
    std::string said;     // what it wrote to standard error where that is kept apart; bounded
    std::string failure;  // empty: it ended with exit code 0
};

// SIGINT, SIGTERM and SIGHUP end the child that runs, and make every later run() fail at once.
class Programs {
  public:
    explicit Programs(process::Guardian& guardian);  // attaches it to a loop of its own; must outlive this
    ~Programs();
    Programs(const Programs&) = delete;
    Programs& operator=(const Programs&) = delete;

    // `output`: the file that standard output goes to; empty: to `printed`.
    Ran run(process::Launch launch, const std::string& output = {});
    // Standard output to `printed`, standard error to `said`.
    Ran run_apart(process::Launch launch);
    [[nodiscard]] bool interrupted() const;
    [[nodiscard]] boost::asio::io_context& loop();
    [[nodiscard]] process::Guardian& guardian();

  private:
    // Both descriptors of `launch` are set.
    Ran wait_for(const process::Launch& launch);
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace paretop::collect
