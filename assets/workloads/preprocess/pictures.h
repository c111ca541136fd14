// Where the pictures come from.
#pragma once

#include <string>
#include <vector>

// `count` pictures that look to a codec like photographs (skies, hills, blotches, grain), 640 to 1,024 wide; the same everywhere.
// Written into `folder` unless they are there already.
void generate_pictures(const std::string& folder, int count);

// The JPEG and PNG files below a folder, by name. Throws std::runtime_error where there are none.
std::vector<std::string> find_pictures(const std::string& folder);

// A folder of photographs that a package of the system installed (desktop backgrounds), at least `least` of them; empty: none.
std::string system_pictures(int least);
