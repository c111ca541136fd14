// A folder of a test's own.
#pragma once

#include <string>

namespace paretop::test {

// Made under $TMPDIR, removed with all that is in it. Movable.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

// The bytes of a file; not of a store that this process has open (closing the file would drop SQLite's locks). Aborts where it
// fails.
std::string read_bytes(const std::string& path);
void write_bytes(const std::string& path, const std::string& bytes);

}  // namespace paretop::test
