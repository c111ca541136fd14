// One line of the serve protocol: {"id":7,"config":{"probe":"linear","max_load":0.8},"set":"tune"}
#pragma once

#include <map>
#include <string>

struct Request {
    std::string id;   // as written
    std::string set;  // which workload to measure on
    std::map<std::string, std::string> config;

    // The value as text or a number; throws std::runtime_error naming what is missing or not a number.
    const std::string& text(const std::string& name) const;
    double number(const std::string& name) const;
    bool has(const std::string& name) const { return config.count(name) != 0; }
};

Request parse_request(const std::string& line);  // throws std::runtime_error
