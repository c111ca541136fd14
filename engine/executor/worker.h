// One process of the serve protocol: lines to its stdin, lines from its stdout. Knows nothing of what they mean.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/process/guardian.h"
#include "storage/base/result.h"

namespace paretop::executor {

class Worker {
  public:
    struct Events {
        std::function<void(std::string_view)> line;     // whole, without its newline; may call send() and end()
        std::function<void(std::string_view)> printed;  // to stderr
        std::function<void()> ended;                    // the process is gone, reason() tells why; start() may be called
    };
    static std::unique_ptr<Worker> create(boost::asio::io_context& loop, process::Guardian& guardian, process::Launch launch,
                                          Events events);
    virtual ~Worker() = default;  // closes its stdin and ends it

    virtual Result<void> start() = 0;  // only while !running()
    [[nodiscard]] virtual bool running() const = 0;
    // It is being ended, or has ended and ended() is about to be called: nothing that is sent now arrives.
    [[nodiscard]] virtual bool ending() const = 0;
    // Lines are written together, once a turn of the loop.
    virtual std::string& outgoing() = 0;
    // Its stdin ends: a worker that is well made ends too. Nothing can be sent any more.
    virtual void hang_up() = 0;
    // TERM, then KILL. No line is delivered any more. `why` wins over what the exit says.
    virtual void end(std::string why) = 0;
    [[nodiscard]] virtual const std::string& reason() const = 0;  // why it ended last
};

}  // namespace paretop::executor
