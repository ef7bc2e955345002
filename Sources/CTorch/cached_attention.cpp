// Attention over the paged cache.
#include <cmath>

#include <ATen/ops/empty.h>

#include "cache.h"

using namespace ctorch;

namespace {

/// Scores of `Queries` queries against the 16 keys of a page.
template <int Queries, typename Element>
CT_INLINE void score_page(const float *queries, int64_t stride, const Element *keys, int64_t width, float scale,
                          float *scores, int64_t score_stride) {
  Vector even[Queries], odd[Queries];
  for (int q = 0; q < Queries; q++) even[q] = odd[q] = splat(0);
  for (int64_t d = 0; d < width; d += 2) {
    const Vector first = load(keys + d * kPage), second = load(keys + (d + 1) * kPage);
    for (int q = 0; q < Queries; q++) {
      even[q] = splat(queries[q * stride + d]) * first + even[q];
      odd[q] = splat(queries[q * stride + d + 1]) * second + odd[q];
    }
  }
  for (int q = 0; q < Queries; q++) store(scores + q * score_stride, (even[q] + odd[q]) * scale);
}

/// Adds the weighted values of a page's positions begin ..< end to `Queries` results.
template <int Queries, typename Element>
CT_INLINE void add_page(const float *weights, int64_t weight_stride, const Element *values, int64_t width,
                        int64_t begin, int64_t end, float *to, int64_t stride) {
  for (int64_t d = 0; d < width; d += 16) {
    Vector sums[Queries];
    for (int q = 0; q < Queries; q++) sums[q] = load(to + q * stride + d);
    for (int64_t p = begin; p < end; p++) {
      const Vector v = load(values + p * width + d);
      for (int q = 0; q < Queries; q++) sums[q] = splat(weights[q * weight_stride + p]) * v + sums[q];
    }
    for (int q = 0; q < Queries; q++) store(to + q * stride + d, sums[q]);
  }
}

/// Everything that one row's attention needs.
struct Look {
  const ct_cache *cache;
  const std::vector<int64_t> *pages;
  int64_t layer, head;
  int64_t begin, end;  // positions looked at
  float scale;
};

/// Attention of `Queries` neighbouring heads that share one key/value head.
template <int Queries, typename Element>
CT_INLINE void attend(const Look &look, const float *queries, float *scores, int64_t score_stride, float *to) {
  const int64_t width = look.cache->width;
  const int64_t first = look.begin / kPage, last = (look.end + kPage - 1) / kPage;
  for (int64_t page = first; page < last; page++) {
    const Element *keys = reinterpret_cast<const Element *>(look.cache->at((*look.pages)[page], look.layer, look.head));
    score_page<Queries>(queries, width, keys, width, look.scale, scores + (page - first) * kPage, score_stride);
  }
  const int64_t base = first * kPage;
  const int64_t padded = (last - first) * kPage;
  for (int q = 0; q < Queries; q++) {
    float *line = scores + q * score_stride;
    for (int64_t p = 0; p < look.begin - base; p++) line[p] = -INFINITY;
    for (int64_t p = look.end - base; p < padded; p++) line[p] = -INFINITY;
    Vector tops = splat(-INFINITY);
    for (int64_t p = 0; p < padded; p += kPage) tops = __builtin_elementwise_max(tops, load(line + p));
    const float top = largest(tops);
    Vector totals = splat(0);
    for (int64_t p = 0; p < padded; p += kPage) {
      Vector e = exponential(load(line + p) - top);
      for (int64_t i = 0; p < look.begin - base && i < kPage; i++) e[i] = p + i < look.begin - base ? 0.0f : e[i];
      for (int64_t i = 0; p + kPage > look.end - base && i < kPage; i++) e[i] = p + i >= look.end - base ? 0.0f : e[i];
      store(line + p, e);
      totals += e;
    }
    const float inverse = 1.0f / sum(totals);
    for (int64_t p = 0; p < padded; p += kPage) store(line + p, load(line + p) * inverse);
    for (int64_t d = 0; d < width; d += 16) store(to + q * width + d, splat(0));
  }
  for (int64_t page = first; page < last; page++) {
    const Element *values =
        reinterpret_cast<const Element *>(look.cache->at((*look.pages)[page], look.layer, look.head)) + width * kPage;
    const int64_t start = page * kPage;
    const int64_t begin = look.begin > start ? look.begin - start : 0;
    const int64_t end = look.end - start < kPage ? look.end - start : kPage;
    add_page<Queries>(scores + (page - first) * kPage, score_stride, values, width, begin, end, to, width);
  }
}

template <typename Element>
CT_INLINE void attend_group(const Look &look, const float *queries, int64_t count, float *scores, int64_t score_stride,
                            float *to) {
  const int64_t width = look.cache->width;
  while (count > 0) {
    const int64_t now = count >= 4 ? 4 : count;
    if (now == 4) attend<4, Element>(look, queries, scores, score_stride, to);
    if (now == 3) attend<3, Element>(look, queries, scores, score_stride, to);
    if (now == 2) attend<2, Element>(look, queries, scores, score_stride, to);
    if (now == 1) attend<1, Element>(look, queries, scores, score_stride, to);
    queries += now * width;
    to += now * width;
    count -= now;
  }
}

CT_INLINE void attend_row_body(const Look &look, const float *queries, int64_t count, float *scores,
                               int64_t score_stride, float *to) {
  if (look.cache->bfloat16) {
    attend_group<uint16_t>(look, queries, count, scores, score_stride, to);
  } else {
    attend_group<float>(look, queries, count, scores, score_stride, to);
  }
}
CT_DISPATCH(attend_row,
            (const Look &look, const float *queries, int64_t count, float *scores, int64_t score_stride, float *to),
            (look, queries, count, scores, score_stride, to))

}  // namespace

int32_t ct_cached_attention(const ct_tensor *queries, int32_t heads, double scale, int64_t window, const int64_t *slots,
                            const int64_t *positions, const ct_cache *cache, int32_t layer, ct_tensor **out) {
  return guarded([&] {
    const int64_t width = cache->width, shared = cache->heads;
    if (heads < 1 || heads % shared != 0 || layer < 0 || layer >= cache->layers || window < 0) {
      refuse("no such layer, a negative window, or heads that the key/value heads do not divide");
    }
    const float *from = matrix(queries, heads * width, "queries");
    const int64_t rows = queries->value.numel() / (heads * width), group = heads / shared;
    int64_t longest = 0;
    for (int64_t r = 0; r < rows; r++) {
      pages_for(*cache, slots[r], positions[r]);
      longest = std::max(longest, positions[r] + 1);
    }
    if (window > 0) longest = std::min(longest, window);
    const int64_t stride = (longest + 2 * kPage - 1) / kPage * kPage + kPage;
    at::Tensor result = at::empty({rows, heads * width}, at::kFloat);
    float *to = result.mutable_data_ptr<float>();
    parallel(rows * shared, 1, [&](int64_t begin, int64_t end) {
      std::vector<float> scores(4 * stride);
      for (int64_t i = begin; i < end; i++) {
        const int64_t r = i / shared, h = i % shared, past = positions[r] + 1;
        const Look look{cache, &cache->slots[slots[r]], layer, h, window > 0 && past > window ? past - window : 0, past,
                        static_cast<float>(scale)};
        const int64_t at = (r * heads + h * group) * width;
        attend_row(look, from + at, group, scores.data(), stride, to + at);
      }
    });
    give(std::move(result), out);
  });
}
