"""Builds ../{language}.jsonl from sources.tsv, plan.json and {language}.tsv; checks counts, balance, uniqueness."""
import json, sys, os, collections
K = dict(M='meaning', H='hazard', C='culture', E='entity', N='number', U='unit', R='register', O='omission')
src = {}
for l in open('sources.tsv', encoding='utf-8'):
    n, k, s = l.rstrip('\n').split('\t'); src[int(n)] = s
assert len(src) == len(set(src.values())) == 72
plan = json.load(open('plan.json'))
total = collections.Counter()
for lang in sys.argv[1:] or ['de', 'es', 'pl', 'lv', 'ar', 'sw']:
    if not os.path.exists(lang + '.tsv'): continue
    rows = []
    for l in open(lang + '.tsv', encoding='utf-8'):
        f = l.rstrip('\n').split('\t'); assert len(f) == 4, (lang, l)
        n = int(f[0]); loss = plan[lang].get(str(n))
        assert bool(loss) == bool(f[3]), (lang, n, loss, f[3])
        assert f[2] != src[n] and f[1] and f[2]
        rows.append(dict(id=f'L-{lang}-{n:03d}', source_language='en', language=lang, source=src[n], translation=f[1],
            back_translation=f[2], loss=K[loss] if loss else None, note=f[3], split='test' if n % 3 == 0 else 'tune'))
    assert [int(r['id'][-3:]) for r in rows] == list(range(1, 73)), [r['id'] for r in rows]
    for key in 'id', 'translation', 'back_translation': assert len({r[key] for r in rows}) == 72, key
    for s, k in ('tune', 24), ('test', 12):
        p = [bool(r['loss']) for r in rows if r['split'] == s]; assert sum(p) == k and len(p) == 2 * k
    c = collections.Counter(r['loss'] for r in rows); t = collections.Counter(r['loss'] for r in rows if r['split'] == 'test')
    print(lang, len(rows), dict(c), 'test', dict(t)); total.update(c)
    with open(f'../{lang}.jsonl', 'w', encoding='utf-8') as o:
        for r in rows: o.write(json.dumps(r, ensure_ascii=False) + '\n')
print(dict(total))
