// What makes two builds the same.
#pragma once

#include <map>
#include <string>

#include "engine/process/guardian.h"

namespace paretop::executor {

class BuildKey {
  public:
    // 32 hexadecimal digits over the arguments, the environment and a stamp (size, time of change) of every file or folder that
    // an argument names; a folder stands for all files below it. A stamp is taken once and kept: sources do not change during a
    // run. `launch.directory` must be the same for all builds.
    std::string of(const process::Launch& launch, bool shell);

  private:
    const std::string& stamp(const std::string& path);
    std::map<std::string, std::string> stamps_;
};

}  // namespace paretop::executor
