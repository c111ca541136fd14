// One pipe that children write into and the engine reads. It lives longer than a child: its end is not waited for, because a
// process that went astray could hold it open; what is in it when the child has ended is taken with drain().
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "storage/base/result.h"

namespace boost::asio {
class io_context;
}

namespace paretop::process {

class Stream {
  public:
    // `sink` gets what was written, in pieces, from the loop or from drain().
    static Result<std::unique_ptr<Stream>> open(boost::asio::io_context& loop, std::function<void(std::string_view)> sink);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    [[nodiscard]] int write_end() const { return write_end_; }  // for Launch; stays ours
    void drain();                                               // at most what a pipe holds: someone may still be writing

  private:
    struct Reader;
    Stream(std::unique_ptr<Reader> reader, int write_end);
    std::unique_ptr<Reader> reader_;
    int write_end_;
};

}  // namespace paretop::process
