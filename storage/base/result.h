// Failures that users or children cause are values: every fallible function returns a Result.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace paretop {

// Decides the exit code of the command line (app/exit_code.h) and nothing else.
enum class ErrorKind {
    usage,      // the call, the experiment file or an expression is wrong
    not_found,  // no such run, trial, file
    store,      // the store is corrupt, foreign, newer, read-only, full
    busy,       // somebody else holds the lock
    io,         // the file system or the network said no
    child,      // a program we ran misbehaved
    internal,   // a bug of ours, caught
};

struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string what;    // one sentence without a full stop: what was found
    std::string where;   // file:line:column, a path, "run 17"; may be empty
    std::string remedy;  // what to do about it, one sentence without a full stop; may be empty

    // "where: what; remedy", the empty parts left out.
    [[nodiscard]] std::string message() const;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string where = {},
                                                std::string remedy = {}) {
    return tl::unexpected<Error>(Error{kind, std::move(what), std::move(where), std::move(remedy)});
}

}  // namespace paretop

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses
// PARETOP_TRY(auto x, f()): x is the value of f(), or the enclosing function returns its error.
#define PARETOP_JOIN_(a, b) a##b
#define PARETOP_JOIN(a, b) PARETOP_JOIN_(a, b)
#define PARETOP_TRY_(tmp, decl, call)                                          \
    auto tmp = (call);                                                         \
    if (!tmp) return tl::unexpected<::paretop::Error>(std::move(tmp).error()); \
    decl = std::move(*tmp)
#define PARETOP_TRY(decl, call) PARETOP_TRY_(PARETOP_JOIN(try_result_, __LINE__), decl, call)
// PARETOP_CHECK(f()): for a Result<void>.
#define PARETOP_CHECK(call)                                                                            \
    do {                                                                                               \
        auto check_result_ = (call);                                                                   \
        if (!check_result_) return tl::unexpected<::paretop::Error>(std::move(check_result_).error()); \
    } while (false)
// NOLINTEND(bugprone-macro-parentheses)
