#include "training_head.h"

#include <cmath>

#include "tile_kernels.h"

namespace ctorch {

#if CT_MATRIX_UNITS

CT_AMX_BEGIN

void pack_head(Head &head, const uint16_t *from, int64_t tokens, int64_t width) {
  head.tokens = tokens;
  head.width = width;
  head.chunks = (tokens + Head::kTokens - 1) / Head::kTokens;
  head.own.resize(static_cast<size_t>(head.chunks * head.chunk_size() + 32));
  head.data = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(head.own.data()) + 63) & ~uintptr_t{63});
  parallel(head.chunks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t c = begin; c < end; c++) {
      const uint16_t *rows = from + c * Head::kTokens * width;
      const int64_t here = std::min(Head::kTokens, tokens - c * Head::kTokens);
      uint16_t *scores = head.data + c * head.chunk_size(), *values = scores + Head::kTokens * width;
      for (int64_t p = 0; p < Head::kTokens / 32; p++) {
        pack_rows_panel(rows + p * 32 * width, width, std::max<int64_t>(0, std::min<int64_t>(32, here - p * 32)), width,
                        scores + p * 32 * width);
      }
      for (int64_t p = 0; p < width / 32; p++) {
        uint16_t *panel = values + p * 32 * Head::kTokens;
        if (here < Head::kTokens) std::memset(panel, 0, 64 * Head::kTokens);
        pack_plain_panel(rows + p * 32, width, 32, here, panel);
      }
    }
  });
}

namespace {

constexpr int64_t kTokens = Head::kTokens;

/// What is known of a row after some tokens: the largest score, Σ e^(s - top), Σ e^(s - top) (s - top), the target's score.
struct RowState {
  double sum = 0, weighted = 0;
  float top = -INFINITY;
  float target = 0;
};

/// Scores of 32 rows and one chunk in `scores`; turns them into rounded e^(s - top) in `weights` and adds to the states.
/// `values` [32, width], Σ e^(s - top) w, is rescaled where a top grows.
void soften(const float *scores, int64_t rows, int64_t tokens, RowState *states, uint16_t *weights, float *values,
            int64_t width) {
  for (int64_t r = 0; r < rows; r++) {
    const float *row = scores + r * kTokens;
    uint16_t *to = weights + r * kTokens;
    RowState &state = states[r];
    __m512 tops = _mm512_set1_ps(-INFINITY);
    int64_t i = 0;
    for (; i + 16 <= tokens; i += 16) tops = _mm512_max_ps(tops, _mm512_loadu_ps(row + i));
    const __mmask16 rest = static_cast<__mmask16>((1 << (tokens - i)) - 1);
    if (rest != 0) tops = _mm512_mask_max_ps(tops, rest, tops, _mm512_loadu_ps(row + i));
    const float top = _mm512_reduce_max_ps(tops);
    if (top > state.top) {
      if (state.sum > 0) {
        const double shift = static_cast<double>(state.top) - top, factor = std::exp(shift);
        state.weighted = factor * (state.weighted + state.sum * shift);
        state.sum *= factor;
        if (values != nullptr) {
          const __m512 f = _mm512_set1_ps(static_cast<float>(factor));
          float *v = values + r * width;
          for (int64_t c = 0; c < width; c += 16) _mm512_storeu_ps(v + c, _mm512_mul_ps(_mm512_loadu_ps(v + c), f));
        }
      }
      state.top = top;
    }
    const __m512 t = _mm512_set1_ps(state.top);
    __m512 sums = _mm512_setzero_ps(), weighted = _mm512_setzero_ps();
    for (i = 0; i < kTokens; i += 16) {
      const __mmask16 mask =
          tokens - i >= 16 ? 0xffff : (tokens > i ? static_cast<__mmask16>((1 << (tokens - i)) - 1) : 0);
      const __m512 below = _mm512_sub_ps(_mm512_loadu_ps(row + i), t);
      const __m512 e = _mm512_maskz_mov_ps(mask, exp16(below));
      sums = _mm512_add_ps(sums, e);
      weighted = _mm512_mask3_fmadd_ps(e, below, weighted, mask);
      _mm256_storeu_si256(reinterpret_cast<__m256i *>(to + i), narrow16(e));
    }
    state.sum += _mm512_reduce_add_ps(sums);
    state.weighted += _mm512_reduce_add_ps(weighted);
  }
}

/// Chunks begin ..< end for all rows.
void score_chunks(const Head &head, const uint16_t *h, int64_t rows, const int64_t *targets, int64_t begin, int64_t end,
                  RowState *states, float *values) {
  alignas(64) static thread_local float scores[32 * kTokens];
  alignas(64) static thread_local uint16_t weights[32 * kTokens];
  const int64_t width = head.width, blocks = width / 32;
  configure_tiles();
  for (int64_t c = begin; c < end; c++) {
    const uint16_t *panels = head.data + c * head.chunk_size(), *plain = panels + kTokens * width;
    const int64_t first = c * kTokens, here = std::min(kTokens, head.tokens - first);
    for (int64_t r = 0; r < rows; r += 32) {
      const int64_t count = std::min<int64_t>(32, rows - r);
      for (int64_t p = 0; p < kTokens / 32; p++) {
        zero_sums();
        accumulate(h + r * width, width, panels + p * 32 * width, blocks);
        store_sums(scores + p * 32, kTokens);
      }
      for (int64_t i = 0; i < count; i++) {
        const int64_t target = targets[r + i] - first;
        if (target >= 0 && target < here) states[r + i].target = scores[i * kTokens + target];
      }
      float *sum = values == nullptr ? nullptr : values + r * width;
      soften(scores, count, here, states + r, weights, sum, width);
      if (sum == nullptr) continue;
      for (int64_t p = 0; p < blocks; p++) {
        load_sums(sum + p * 32, width);
        accumulate(weights, kTokens, plain + p * 32 * kTokens, kTokens / 32);
        store_sums(sum + p * 32, width);
      }
    }
  }
  release_tiles();
}

}  // namespace

void score_rows(const Head &head, const uint16_t *vectors, const uint16_t *h, int64_t rows, const int64_t *targets,
                const HeadResult &result) {
  const int64_t width = head.width, padded = (rows + 31) / 32 * 32;
  const int64_t pieces = std::max<int64_t>(1, std::min(team_size(), head.chunks));
  std::vector<uint16_t> copy(padded * width + 32, 0);
  uint16_t *left = reinterpret_cast<uint16_t *>((reinterpret_cast<uintptr_t>(copy.data()) + 63) & ~uintptr_t{63});
  std::memcpy(left, h, rows * width * 2);
  std::vector<std::vector<RowState>> states(pieces, std::vector<RowState>(padded));
  std::vector<std::vector<float>> values(pieces);
  if (result.gradients != nullptr) {
    for (auto &v : values) v.assign(padded * width, 0);
  }
  parallel(pieces, 1, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      score_chunks(head, left, rows, targets, head.chunks * p / pieces, head.chunks * (p + 1) / pieces,
                   states[p].data(), result.gradients == nullptr ? nullptr : values[p].data());
    }
  });
  parallel(rows, 16, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; r++) {
      float top = -INFINITY;
      for (int64_t p = 0; p < pieces; p++) top = std::max(top, states[p][r].top);
      double sum = 0, weighted = 0;
      float target = 0;
      for (int64_t p = 0; p < pieces; p++) {
        const RowState &state = states[p][r];
        const double shift = static_cast<double>(state.top) - top, factor = std::exp(shift);
        sum += factor * state.sum;
        weighted += factor * (state.weighted + state.sum * shift);
        const int64_t chunk = targets[r] / kTokens;
        if (chunk >= head.chunks * p / pieces && chunk < head.chunks * (p + 1) / pieces) target = state.target;
      }
      const double log_sum = std::log(sum);
      result.log_probs[r] = (static_cast<double>(target) - top) - log_sum;
      result.entropies[r] = log_sum - weighted / sum;
      result.correct[r] = target >= top;
      if (result.gradients == nullptr) continue;
      const uint16_t *vector = vectors + targets[r] * width;
      for (int64_t i = 0; i < width; i += 16) {
        __m512 mean = _mm512_setzero_ps();
        for (int64_t p = 0; p < pieces; p++) {
          const float factor = static_cast<float>(std::exp(static_cast<double>(states[p][r].top) - top) / sum);
          mean = _mm512_fmadd_ps(_mm512_loadu_ps(values[p].data() + r * width + i), _mm512_set1_ps(factor), mean);
        }
        _mm512_storeu_ps(result.gradients + r * width + i, _mm512_sub_ps(widen16(vector + i), mean));
      }
    }
  });
}

CT_AMX_END

#endif

}  // namespace ctorch
