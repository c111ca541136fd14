// What a program that is mapped (`paretop profile map … -- PROGRAM`) does, whatever collects its samples. One run maps one
// operation:
//
//   1. PARETOP_MAP_OPERATION is not set: nothing of this applies.
//   2. It names an operation as traces do, without the record's leading S ("Loader", "Collation"). A program that has no such
//      operation says on standard error which ones it has and exits with k_no_such_operation.
//   3. It calls the operation PARETOP_MAP_WARMUPS times (4), uncollected, then sleeps PARETOP_MAP_PAUSE_MS milliseconds
//      (100 where it is not set), so that no sample of a warm-up slips into the call that counts.
//   4. It writes "enable\n" to the fifo PARETOP_MAP_CONTROL in one write, and reads the fifo PARETOP_MAP_ACK up to and
//      with the next '\n' (the answer is "ack\n"). NUL bytes may stand between answers and mean nothing (perf writes one
//      behind each).
//   5. It calls the operation once: the call that counts. What its threads and children do meanwhile counts too.
//   6. It writes "disable\n", reads the answer likewise, and may exit with 0 or go on: no later call is collected.
//
// Both fifos are open at the collector's side before the program starts, so opening CONTROL to write and ACK to read never
// blocks. They exist for one run. Without PARETOP_MAP_CONTROL the calls are made and nothing is written: a rehearsal. The input
// of the five calls is the program's choice, prepared before the first. Functions whose names begin with k_own_prefix are the
// adapter's own (the ones that write and wait) and are left out of maps.
#pragma once

namespace paretop::functions {

inline constexpr const char* k_map_operation = "PARETOP_MAP_OPERATION";
inline constexpr const char* k_map_warmups = "PARETOP_MAP_WARMUPS";
inline constexpr const char* k_map_pause_ms = "PARETOP_MAP_PAUSE_MS";
inline constexpr const char* k_map_control = "PARETOP_MAP_CONTROL";
inline constexpr const char* k_map_ack = "PARETOP_MAP_ACK";

inline constexpr const char* k_enable = "enable\n";
inline constexpr const char* k_disable = "disable\n";
inline constexpr const char* k_ack = "ack\n";
inline constexpr const char* k_own_prefix = "paretop_map_";
inline constexpr int k_no_such_operation = 64;

}  // namespace paretop::functions
