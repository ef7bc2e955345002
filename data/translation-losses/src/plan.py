import random,json
rows=[l.rstrip('\n').split('\t') for l in open('sources.tsv')]
opt={int(r[0]):r[1].split(',') for r in rows}
for r in rows:
    n=len(r[2].split()); assert 12<=n<=40,(n,r)
langs='de es pl lv ar sw'.split(); rng=random.Random(5)
use={n:0 for n in opt}; plan={}
def cost(ch):
    c={k:0 for k in 'MHCENURO'}; t=dict(c)
    for n,k in ch.items():
        c[k]+=1; t[k]+=n%3==0
    s=''.join('1' if n in ch else '0' for n in range(1,73))
    return 10*sum(max(0,4-v)+max(0,v-5) for v in c.values())+10*sum(max(0,1-v)+max(0,v-2) for v in t.values())+10*('00000' in s)+10*('11111' in s)+sum(use[n]**2 for n in ch)*.02
for l in langs:
    ch={n:rng.choice(opt[n]) for n in rng.sample([n for n in opt if n%3==0],12)+rng.sample([n for n in opt if n%3],24)}
    cur=cost(ch)
    for i in range(15000):
        new=dict(ch); n=rng.choice(list(new))
        k=new.pop(n)
        if rng.random()<.3: m=n
        else: m=rng.choice([x for x in opt if x not in ch and (x%3==0)==(n%3==0)])
        new[m]=rng.choice(opt[m]); c2=cost(new)
        if c2<=cur or rng.random()<2.718**(-(c2-cur)/(0.5+5*(1-i/15000))): ch,cur=new,c2
    assert cur<10,(l,cur)
    plan[l]=ch
    for n in ch: use[n]+=1
json.dump(plan,open('plan.json','w'))
for l in langs: print(l,' '.join(f'{n}{k}' for n,k in sorted(plan[l].items())))
print(sorted(use.values()))
