// A team of threads for the kernels of this module.
//
// libtorch's own team (OpenMP) waits by spinning until every member has been there, which stalls a step for whole time
// slices where other processes want the same cores. Here a piece of work belongs to whoever takes it first: the caller
// takes what no worker has begun, and waits only for pieces that are under way. Workers spin for some microseconds
// between pieces, since the next comes soon in a decoding step, and then sleep.
#include <ATen/Parallel.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "support.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ctorch {

namespace {

inline void relax() {
#if defined(__x86_64__)
  _mm_pause();
#endif
}

constexpr int kSpins = 2000;         // of a worker before it sleeps, about 30 microseconds

// A ticket says everything about what may be taken: number of the job, its pieces, and the next piece.
constexpr uint64_t kPieceBits = 16;
constexpr uint64_t kPieceMask = (uint64_t{1} << kPieceBits) - 1;
// As much of a job's number as a ticket has room for; the number goes round after some days of steady work.
constexpr uint64_t kJobMask = (uint64_t{1} << (64 - 2 * kPieceBits)) - 1;

class Team {
 public:
  /// Runs the pieces of a job; false where the team is busy with another caller's.
  bool run(int64_t count, int64_t pieces, const std::function<void(int64_t, int64_t)> &body) {
    std::unique_lock<std::mutex> lock(busy_, std::try_to_lock);
    if (!lock.owns_lock()) return false;
    while (static_cast<int64_t>(workers_) < pieces - 1) {
      std::thread([this] { work(); }).detach();
      workers_++;
    }
    body_ = &body;
    count_ = count;
    done_.store(0, std::memory_order_relaxed);
    const uint64_t job = job_.load(std::memory_order_relaxed) + 1;
    ticket_.store(job << 2 * kPieceBits | static_cast<uint64_t>(pieces) << kPieceBits, std::memory_order_release);
    job_.store(job, std::memory_order_seq_cst);
    if (sleeping_.load(std::memory_order_seq_cst) > 0) job_.notify_all();
    take(job);
    while (done_.load(std::memory_order_acquire) < pieces) relax();
    // No piece is left, so no worker reads the job any more: a late one fails to take a piece.
    return true;
  }

 private:
  /// Takes and runs pieces of a job until none is left.
  void take(uint64_t job) {
    uint64_t ticket = ticket_.load(std::memory_order_acquire);
    while (ticket >> 2 * kPieceBits == (job & kJobMask)) {
      const int64_t piece = static_cast<int64_t>(ticket & kPieceMask);
      const int64_t pieces = static_cast<int64_t>(ticket >> kPieceBits & kPieceMask);
      if (piece >= pieces) return;
      if (!ticket_.compare_exchange_weak(ticket, ticket + 1, std::memory_order_acq_rel, std::memory_order_acquire)) {
        continue;
      }
      const int64_t count = count_;  // of this job: it is not over while a piece is under way
      (*body_)(count * piece / pieces, count * (piece + 1) / pieces);
      done_.fetch_add(1, std::memory_order_release);
      ticket = ticket_.load(std::memory_order_acquire);
    }
  }

  void work() {
    uint64_t seen = 0;
    while (true) {
      uint64_t job = job_.load(std::memory_order_acquire);
      for (int spin = 0; job == seen && spin < kSpins; spin++) {
        relax();
        job = job_.load(std::memory_order_acquire);
      }
      if (job == seen) {
        sleeping_.fetch_add(1, std::memory_order_seq_cst);
        job_.wait(seen, std::memory_order_seq_cst);
        sleeping_.fetch_sub(1, std::memory_order_seq_cst);
        continue;
      }
      seen = job;
      take(job);
    }
  }

  std::mutex busy_;
  size_t workers_ = 0;
  std::atomic<uint64_t> ticket_{0};
  std::atomic<uint64_t> job_{0};
  std::atomic<int64_t> done_{0};
  std::atomic<int> sleeping_{0};
  const std::function<void(int64_t, int64_t)> *body_ = nullptr;
  int64_t count_ = 0;
};

}  // namespace

int64_t team_size() { return std::min<int64_t>(at::get_num_threads(), 1 << 10); }

void parallel(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)> &body) {
  if (count <= 0) return;
  const int64_t pieces = std::min<int64_t>(team_size(), std::max<int64_t>(1, count / std::max<int64_t>(1, grain)));
  // Never destroyed: its threads may outlive the end of main.
  static Team *const team = new Team;
  if (pieces == 1 || !team->run(count, pieces, body)) body(0, count);
}

}  // namespace ctorch
