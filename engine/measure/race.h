// Racing: whether more repeats of a configuration can still matter.
#pragma once

#include "engine/measure/aggregate.h"

namespace paretop::measure {

// Whether the candidate is dominated by the member beyond doubt: in no objective possibly better, in one clearly worse.
//
// A one-sided bound on the difference of the means by Welch's t, with the degrees of freedom of the smaller side: Satterthwaite's
// are too many where two repeats agree by chance. With two or three repeats it is wide, because their own spread
// is all that is known of the noise, and so only gross differences end a trial early; that is wanted, for such repeats follow
// each other within moments and share whatever ails the machine just then. With one repeat on either side there is no spread
// and no verdict. A trial is looked at after every repeat: the chance of error is divided over the looks as
// 1 % · 6/π² / k² for the k-th, which adds up to 1 % however many there are; with several objectives all must agree,
// which only makes it smaller.
[[nodiscard]] bool clearly_dominated(const Score& member, const Score& candidate);

}  // namespace paretop::measure
