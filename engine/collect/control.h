// The two fifos between a program that is mapped and what collects it; see functions/protocol.h.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "storage/base/result.h"

namespace boost::asio {
class io_context;
}

namespace paretop::collect {

class Control {
  public:
    // Makes both in `folder`. The collector opens them itself (perf), or serve() does.
    static Result<Control> create(const std::string& folder);
    ~Control();  // removes them
    Control(Control&&) noexcept;
    Control& operator=(Control&&) = delete;

    [[nodiscard]] const std::string& control_path() const { return control_; }
    [[nodiscard]] const std::string& ack_path() const { return ack_; }

    // Plays the collector: `said` gets every line ("enable") from the loop and calls answer() when it is done.
    Result<void> serve(boost::asio::io_context& loop, std::function<void(const std::string& line)> said);
    void answer();  // "ack\n"

  private:
    struct Server;
    Control(std::string control, std::string ack);
    std::string control_, ack_;
    std::shared_ptr<Server> server_;
};

}  // namespace paretop::collect
