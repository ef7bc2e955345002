// The paged cache of keys and values, and what reads and writes it.
//
// A page holds 16 positions of one slot for all layers. For one layer and head: keys as [width][16 positions], so that
// 16 scores come out of one pass side by side; values as [16 positions][width].
#include <cmath>

#include "include/ctorch_inference.h"
#include "vector.h"

using namespace ctorch;

namespace {
constexpr int64_t kPage = 16;
}

struct ct_cache {
  int64_t layers, heads, width;
  bool bfloat16;
  std::vector<at::Tensor> pages;
  std::vector<uint8_t *> addresses;
  std::vector<int64_t> unused;
  std::vector<std::vector<int64_t>> slots;  // pages of each slot, in order

  int64_t element_bytes() const { return bfloat16 ? 2 : 4; }
  int64_t head_elements() const { return 2 * width * kPage; }
  int64_t page_bytes() const { return layers * heads * head_elements() * element_bytes(); }

  /// Keys of a page for one layer and head; the values follow them.
  uint8_t *at(int64_t page, int64_t layer, int64_t head) const {
    return addresses[page] + (layer * heads + head) * head_elements() * element_bytes();
  }
};

namespace {

const float *matrix(const ct_tensor *tensor, int64_t width, const char *what) {
  const at::Tensor &value = tensor->value;
  if (value.scalar_type() != at::kFloat || !value.is_contiguous() || value.dim() < 1 ||
      value.size(value.dim() - 1) != width) {
    refuse(std::string(what) + " must be contiguous float32 with rows of " + std::to_string(width));
  }
  return value.const_data_ptr<float>();
}

CT_INLINE void normalise_body(const float *x, const float *weight, int64_t width, float epsilon, const float *sum_in,
                              float *to) {
  Vector squares = splat(0);
  int64_t i = 0;
  for (; i + 16 <= width; i += 16) {
    const Vector v = load(x + i);
    squares = v * v + squares;
  }
  float total = sum(squares);
  for (; i < width; i++) total += x[i] * x[i];
  const float scale = 1.0f / std::sqrt(total / static_cast<float>(width) + epsilon);
  for (i = 0; i + 16 <= width; i += 16) {
    const Vector v = load(x + i) * scale * load(weight + i);
    store(to + i, sum_in == nullptr ? v : load(sum_in + i) + v);
  }
  for (; i < width; i++) to[i] = x[i] * scale * weight[i] + (sum_in == nullptr ? 0 : sum_in[i]);
}
CT_DISPATCH(normalise, (const float *x, const float *weight, int64_t width, float epsilon, const float *sum_in, float *to),
            (x, weight, width, epsilon, sum_in, to))

/// Pairs (x[i], x[i + width/2]) turned by the angle of i, as Hugging Face's rotate_half lays them out.
CT_INLINE void rotate_body(const float *x, const float *cosines, const float *sines, int64_t width, float *to) {
  const int64_t half = width / 2;
  for (int64_t i = 0; i < half; i++) {
    const float a = x[i], b = x[half + i];
    to[i] = a * cosines[i] - b * sines[i];
    to[half + i] = b * cosines[i] + a * sines[i];
  }
}
CT_DISPATCH(rotate, (const float *x, const float *cosines, const float *sines, int64_t width, float *to),
            (x, cosines, sines, width, to))

template <typename Element>
CT_INLINE void store_position_body(Element *page, const float *key, const float *value, int64_t width, int64_t place) {
  for (int64_t d = 0; d < width; d++) store_one(page + d * kPage + place, key[d]);
  Element *values = page + width * kPage + place * width;
  for (int64_t d = 0; d < width; d++) store_one(values + d, value[d]);
}

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
CT_INLINE void add_page(const float *weights, int64_t weight_stride, const Element *values, int64_t width, int64_t begin,
                        int64_t end, float *to, int64_t stride) {
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

CT_INLINE void attend_row_body(const Look &look, const float *queries, int64_t count, float *scores, int64_t score_stride,
                               float *to) {
  if (look.cache->bfloat16) {
    attend_group<uint16_t>(look, queries, count, scores, score_stride, to);
  } else {
    attend_group<float>(look, queries, count, scores, score_stride, to);
  }
}
CT_DISPATCH(attend_row, (const Look &look, const float *queries, int64_t count, float *scores, int64_t score_stride, float *to),
            (look, queries, count, scores, score_stride, to))

/// The pages of a slot; refuses a slot without room for `position`.
const std::vector<int64_t> &pages_for(const ct_cache &cache, int64_t slot, int64_t position) {
  if (slot < 0 || slot >= static_cast<int64_t>(cache.slots.size()) || position < 0 ||
      position >= static_cast<int64_t>(cache.slots[slot].size()) * kPage) {
    refuse("position " + std::to_string(position) + " of slot " + std::to_string(slot) + " has not been reserved");
  }
  return cache.slots[slot];
}

}  // namespace

int32_t ct_rms_norm(const ct_tensor *x, const ct_tensor *weight, double epsilon, ct_tensor *sum, ct_tensor **out) {
  return guarded([&] {
    const int64_t width = weight->value.numel();
    const float *from = matrix(x, width, "rows");
    const float *w = matrix(weight, width, "the weight");
    const int64_t rows = width == 0 ? 0 : x->value.numel() / width;
    at::Tensor result = sum == nullptr ? at::empty_like(x->value) : sum->value;
    matrix(sum == nullptr ? x : sum, width, "the sum");
    if (result.numel() != x->value.numel()) refuse("the sum must have the shape of the rows");
    float *to = result.mutable_data_ptr<float>();
    const float *add = sum == nullptr ? nullptr : to;
    parallel(rows, 1 + 65536 / std::max<int64_t>(1, width), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; r++) {
        normalise(from + r * width, w, width, static_cast<float>(epsilon), add == nullptr ? nullptr : add + r * width,
                  to + r * width);
      }
    });
    if (sum == nullptr) {
      give(std::move(result), out);
    } else {
      *out = nullptr;
    }
  });
}

int32_t ct_cache_new(int32_t layers, int32_t heads, int32_t width, int32_t dtype, ct_cache **out) {
  return guarded([&] {
    if (layers < 1 || heads < 1 || width < 16 || width % 16 != 0) {
      refuse("the cache needs at least one layer and head, and a head width that is a multiple of 16");
    }
    if (dtype != CT_FLOAT32 && dtype != CT_BFLOAT16) refuse("the cache is kept as float32 or bfloat16");
    *out = new ct_cache{layers, heads, width, dtype == CT_BFLOAT16, {}, {}, {}, {}};
  });
}

void ct_cache_free(ct_cache *cache) { delete cache; }

int32_t ct_cache_reserve(ct_cache *cache, int64_t slot, int64_t length) {
  return guarded([&] {
    if (slot < 0 || slot > 1 << 20) refuse("a slot is a small number from 0");
    if (slot >= static_cast<int64_t>(cache->slots.size())) cache->slots.resize(slot + 1);
    auto &pages = cache->slots[slot];
    while (static_cast<int64_t>(pages.size()) * kPage < length) {
      if (cache->unused.empty()) {
        cache->pages.push_back(at::zeros({cache->page_bytes()}, at::kByte));
        cache->addresses.push_back(cache->pages.back().mutable_data_ptr<uint8_t>());
        cache->unused.push_back(static_cast<int64_t>(cache->pages.size()) - 1);
      }
      pages.push_back(cache->unused.back());
      cache->unused.pop_back();
    }
  });
}

int32_t ct_cache_release(ct_cache *cache, int64_t slot) {
  return guarded([&] {
    if (slot < 0 || slot >= static_cast<int64_t>(cache->slots.size())) return;
    auto &pages = cache->slots[slot];
    cache->unused.insert(cache->unused.end(), pages.begin(), pages.end());
    pages.clear();
  });
}

size_t ct_cache_bytes(const ct_cache *cache) { return cache->pages.size() * cache->page_bytes(); }

int32_t ct_rotate_and_store(const ct_tensor *qkv, int32_t heads, const ct_tensor *q_norm, const ct_tensor *k_norm,
                            double epsilon, const ct_tensor *cosines, const ct_tensor *sines, const int64_t *slots,
                            const int64_t *positions, ct_cache *cache, int32_t layer, ct_tensor **out) {
  return guarded([&] {
    const int64_t width = cache->width, shared = cache->heads, total = (heads + 2 * shared) * width;
    if (heads < 1 || layer < 0 || layer >= cache->layers) refuse("no such layer, or no heads");
    const float *from = matrix(qkv, total, "queries, keys and values");
    const float *cos = matrix(cosines, width / 2, "cosines"), *sin = matrix(sines, width / 2, "sines");
    const float *qw = q_norm == nullptr ? nullptr : matrix(q_norm, width, "the query norm");
    const float *kw = k_norm == nullptr ? nullptr : matrix(k_norm, width, "the key norm");
    const int64_t rows = qkv->value.numel() / total;
    const int64_t angles = std::min(cosines->value.numel(), sines->value.numel()) / (width / 2);
    for (int64_t r = 0; r < rows; r++) {
      pages_for(*cache, slots[r], positions[r]);
      if (positions[r] >= angles) refuse("the rotary tables are too short");
    }
    at::Tensor result = at::empty({rows, heads * width}, at::kFloat);
    float *queries = result.mutable_data_ptr<float>();
    parallel(rows, 32, [&](int64_t begin, int64_t end) {
      std::vector<float> normed(width), key(width);
      for (int64_t r = begin; r < end; r++) {
        const float *row = from + r * total;
        const float *c = cos + positions[r] * (width / 2), *s = sin + positions[r] * (width / 2);
        for (int64_t h = 0; h < heads; h++) {
          const float *x = row + h * width;
          if (qw != nullptr) {
            normalise(x, qw, width, static_cast<float>(epsilon), nullptr, normed.data());
            x = normed.data();
          }
          rotate(x, c, s, width, queries + (r * heads + h) * width);
        }
        const int64_t page = cache->slots[slots[r]][positions[r] / kPage], place = positions[r] % kPage;
        for (int64_t h = 0; h < shared; h++) {
          const float *x = row + (heads + h) * width;
          if (kw != nullptr) {
            normalise(x, kw, width, static_cast<float>(epsilon), nullptr, normed.data());
            x = normed.data();
          }
          rotate(x, c, s, width, key.data());
          const float *value = row + (heads + shared + h) * width;
          uint8_t *at = cache->at(page, layer, h);
          if (cache->bfloat16) {
            store_position_body(reinterpret_cast<uint16_t *>(at), key.data(), value, width, place);
          } else {
            store_position_body(reinterpret_cast<float *>(at), key.data(), value, width, place);
          }
        }
      }
    });
    give(std::move(result), out);
  });
}

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
