// A file system for SQLite that fails when a test wants it to: over the default one, whose files it keeps as they are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace paretop::test {

// Registered under a name of its own while it lives; put that name into storage::OpenOptions::vfs. Connections through it
// must be closed before it goes. Any thread may use it. Counts start anew with each call that sets a fault.
class FaultyVfs {
  public:
    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    [[nodiscard]] const std::string& name() const;

    void fail_write(std::int64_t nth);          // the nth write from now (1: the next) fails, once, with an input/output error
    void fill_disk_after(std::int64_t bytes);   // then every write fails for want of space
    void fail_syncs();                          // every sync fails
    void cut_power_at_write(std::int64_t nth);  // from the nth write on nothing reaches the disk, and everything fails
    void cut_power();                           // now
    void heal();                                // no faults from now on

    [[nodiscard]] std::int64_t writes() const;  // since the last call that set a fault, or heal()
    [[nodiscard]] std::int64_t syncs() const;   // that succeeded, since the beginning

    // After a power cut, once everything is closed: gives each file what had been synced, and of what was written after that an
    // arbitrary part (a choice of `seed`; single writes may be torn at multiples of 512 bytes). The power is back then.
    void restore(unsigned seed);

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace paretop::test
