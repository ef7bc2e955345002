/// What the dashboard's pages need besides a report's style.
enum DashboardStyle {
  static let css = """

    .bar{border-bottom:1px solid var(--rule);background:var(--surface);font:.875rem/1.4 var(--sans)}
    .bar nav{margin:0 auto;max-width:62rem;padding:.5rem 1.25rem;display:flex;flex-wrap:wrap;gap:.4rem 1rem;
    align-items:center;font-size:.875rem}
    .bar .home{font-weight:650;text-decoration:none;padding:.3rem 0}
    .bar form{display:flex;gap:.4rem;align-items:center}
    .bar form[role=search]{flex:1 1 12rem}
    .bar input[type=search]{flex:1 1 auto;min-width:6rem}
    .who{margin-inline-start:auto}
    .news{margin:0;max-width:none;padding:.5rem 1.25rem;background:var(--ink);color:var(--paper);
    font:.875rem/1.4 var(--sans);text-align:center}
    .news[hidden]{display:none}
    header{padding-top:clamp(1.5rem,4vw,3rem)}
    header .lead{margin:.6rem 0 0}
    .pages{margin-top:1rem}
    .pages a[aria-current]{font-weight:650;text-decoration-thickness:2px}
    input,select,button,textarea{font:.9375rem/1.4 var(--sans);color:var(--ink);background:var(--paper);
    border:1px solid var(--soft);border-radius:4px;padding:.35rem .6rem;min-height:2.1rem;max-width:100%}
    button{cursor:pointer;background:var(--surface)}
    button.main{background:var(--ink);color:var(--paper);border-color:var(--ink)}
    label{font:.875rem/1.5 var(--sans)}
    textarea{width:100%;min-height:4.5rem}
    .filters{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:0 0 1.5rem}
    .filters label{display:grid;gap:.15rem;color:var(--soft)}
    .pager{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;font:.9375rem/1.5 var(--sans);margin:1rem 0}
    .pager a{padding:.3rem 0}
    main>section:first-child{margin-top:2rem}
    main{padding-top:1.5rem}
    main:focus{outline:none}
    .item{scroll-margin-top:1rem}
    .item.here,tr.here{outline:3px solid var(--focus);outline-offset:-3px}
    .item .more{margin:0;max-width:none;padding:0 1.1rem 1rem;font:.875rem/1.5 var(--sans);border-bottom:1px solid var(--rule)}
    .item article{border-bottom:0}
    .item:last-child .more{border-bottom:0}
    .runs .state{white-space:nowrap}
    progress{width:8rem;max-width:100%;height:.6rem;accent-color:var(--bar)}
    dialog{border:1px solid var(--soft);border-radius:6px;background:var(--paper);color:var(--ink);padding:1.5rem;
    max-width:min(34rem,92vw)}
    dialog::backdrop{background:rgba(0,0,0,.45)}
    kbd{font:.8125rem/1 var(--mono);border:1px solid var(--soft);border-radius:3px;padding:.1rem .35rem}
    .two{display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}
    .question{border:1px solid var(--rule);border-radius:4px;margin:0 0 1rem;padding:.75rem 1rem}
    .question legend{font:600 .9375rem/1.4 var(--sans);padding:0 .3rem}
    .question label{display:inline-flex;gap:.45rem;align-items:center;margin:.2rem 1.2rem .2rem 0;min-height:2rem}
    .question input[type=radio],.question input[type=checkbox]{min-height:0;width:1.15rem;height:1.15rem;margin:0}
    .saved{font:.875rem/1.5 var(--sans);color:var(--soft);min-height:1.5em}
    .live{font:.9375rem/1.5 var(--sans);border:1px solid var(--rule);border-radius:4px;padding:.9rem 1.1rem;
    margin:0 0 1.5rem;background:var(--surface)}
    .live strong{font-size:1.125rem}
    .curves{display:grid;gap:1.25rem 1.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,14rem),1fr))}
    .curves figure{margin:0}
    .curves figcaption{margin:0 0 .2rem;font-size:.875rem}
    .curves .faint{font-weight:400}
    svg .line{fill:none;stroke:var(--bar);stroke-width:2}
    .languages ol{display:flex;flex-wrap:wrap;gap:.1rem 1.35rem}
    ul.runs{padding-inline-start:1.2rem}
    @media screen and (max-width:40rem){.bar nav{padding-inline:1rem}.who{margin-inline-start:0}}
    @media print{.bar,.news,.filters,.pager,dialog{display:none}}
    """
}
