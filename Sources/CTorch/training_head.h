// The head of a language model in training: log-probabilities and their gradients without the table of scores.
//
// For a row h and the head's vectors w_v, let p = softmax(h · w). The gradient of log p_t by h is w_t - Σ p_v w_v whatever
// the loss does with log p_t. The sum is formed together with the log-probability, as attention forms its values (Dao et al.
// 2022): scores live in the nearest cache, 32 rows by 256 tokens at a time, and are never written out.
#pragma once

#include "matrix_units.h"

namespace ctorch {

/// The head's vectors [tokens, width] in bfloat16, packed for both products, 256 tokens after another.
struct Head {
  static constexpr int64_t kTokens = 256;
  int64_t tokens = 0, width = 0, chunks = 0;
  std::vector<uint16_t> own;
  uint16_t *data = nullptr;
  int64_t chunk_size() const { return 2 * kTokens * width; }
  size_t bytes() const { return own.size() * 2; }
};

/// Packs [tokens, width]; width is a multiple of 32.
void pack_head(Head &head, const uint16_t *from, int64_t tokens, int64_t width);

/// What is found for each row.
struct HeadResult {
  double *log_probs;
  double *entropies;
  uint8_t *correct;  // whether the target was the most likely
  float *gradients;  // [rows, width]: of log p_t by h; null where it is not wanted
};

/// Scores of `rows` rows h [rows, head.width] for one target each. `vectors` is the head as it stands [tokens, width].
void score_rows(const Head &head, const uint16_t *vectors, const uint16_t *h, int64_t rows, const int64_t *targets,
                const HeadResult &result);

}  // namespace ctorch
