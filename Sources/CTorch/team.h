// Threads for the kernels of this module; see threads.cpp.
#pragma once

#include <cstdint>
#include <functional>

namespace ctorch {

/// Calls body(begin, end) over 0 ..< count, in pieces of at least `grain`, on as many threads as libtorch is set to
/// use. The body must not throw. Pieces are contiguous and do not overlap; they may all run on the calling thread.
void parallel(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)> &body);

/// Threads that `parallel` uses at most.
int64_t team_size();

}  // namespace ctorch
