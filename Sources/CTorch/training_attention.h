// Attention in training over texts that share prompts: only blocks of 32 x 32 that some token sees are computed.
#pragma once

#include "matrix_units.h"

namespace ctorch {

/// Which tokens of a row of pairs see which.
struct Sight {
  struct Group {  // tokens that see nothing outside of it
    int64_t start = 0, count = 0, blocks = 0;
    /// For each token of the padded group and each block of 32 tokens, a bit for each that it sees.
    std::vector<uint32_t> full, sliding;
  };
  std::vector<Group> groups;
  int64_t rows = 0;
};

/// Segments of four numbers: start, count, start and count of the context; positions of each token. `window` 0: no layer
/// slides. Segments stand in order; a segment without a context begins a group.
Sight make_sight(const int64_t *segments, int64_t count, const int64_t *positions, int64_t rows, int64_t window);

struct AttentionShape {
  int64_t heads, shared, width;
  float scale;
  bool slides;
};

/// Queries and keys turned [heads + shared, rows, width], values in qkv rows [rows, (heads + 2 shared) width] ->
/// to [rows, heads width], and the log-sum-exp of each head's scores [heads, rows].
void attend(const uint16_t *turned, const uint16_t *qkv, const Sight &sight, const AttentionShape &shape, uint16_t *to,
            float *log_sums);
/// Gradient by queries, keys and values [heads + 2 shared, rows, width], given that by the result in bfloat16.
void attend_backward(const uint16_t *gradient, const uint16_t *result, const uint16_t *turned, const uint16_t *qkv,
                     const float *log_sums, const Sight &sight, const AttentionShape &shape, float *to);

}  // namespace ctorch
