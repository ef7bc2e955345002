/// The page's one style sheet.
enum StyleSheet {
  /// Colours, type, figures, print.
  static var css: String {
    """
    :root{color-scheme:light dark;\(Palette.light.properties);
    --serif:"Iowan Old Style",Charter,"Bitstream Charter","Source Serif 4","Noto Serif",Cambria,Georgia,serif;
    --sans:system-ui,-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;
    --mono:ui-monospace,"SF Mono","Cascadia Mono","Noto Sans Mono",Menlo,Consolas,monospace}
    @media (prefers-color-scheme:dark){:root{\(Palette.dark.properties)}}
    \(type)
    \(figures)
    \(categories)
    \(print)
    """
  }

  private static let type = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--serif);
    font-variant-numeric:lining-nums}
    .page{max-width:50rem;margin:0 auto;padding:0 1.25rem 4rem;overflow-wrap:anywhere}
    .skip{position:absolute;left:-999rem;top:0;background:var(--paper);color:var(--ink);padding:.6rem 1rem;z-index:1}
    .skip:focus{left:0}
    :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
    a{color:inherit;text-decoration-color:var(--soft);text-decoration-thickness:1px;text-underline-offset:.18em}
    a:hover{text-decoration-color:currentColor}
    .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    header{padding-top:clamp(2rem,6vw,4.5rem)}
    .kicker{margin:0 0 1rem;font:600 .8125rem/1.3 var(--sans);letter-spacing:.09em;text-transform:uppercase;
    color:var(--soft)}
    h1{margin:0;font-size:1.1875rem;line-height:1.45;font-weight:400;color:var(--soft);text-wrap:pretty}
    h1 .first{display:block;margin-bottom:.7rem;font-size:clamp(1.75rem,1.15rem + 2.9vw,2.75rem);line-height:1.14;
    font-weight:600;letter-spacing:-.012em;color:var(--ink);text-wrap:balance}
    h1 .aside{font-weight:400;color:var(--soft);letter-spacing:0;white-space:nowrap;font-size:.72em}
    h1>.aside{font-size:1em}
    .whole{white-space:nowrap}
    .facts{margin:2.25rem 0 0;padding:1rem 0;border-block:1px solid var(--rule);display:grid;gap:.85rem 2rem;
    grid-template-columns:repeat(auto-fit,minmax(min(100%,10rem),1fr));font-family:var(--sans)}
    .facts dt,.list dt{font-size:.8125rem;line-height:1.4;color:var(--soft)}
    .facts dd,.list dd{margin:0;font-size:.9375rem;line-height:1.4}
    nav{margin:1rem 0 0;font:.9375rem/1.5 var(--sans)}
    nav ol{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.35rem}
    nav a{display:inline-block;padding:.25rem 0}
    section{margin-top:4rem}
    h2{margin:0 0 .35rem;font-size:1.625rem;line-height:1.2;font-weight:600;letter-spacing:-.008em;text-wrap:balance}
    .lead{margin:0 0 1.5rem;font-size:1.125rem;line-height:1.5;color:var(--soft);text-wrap:pretty;max-width:42rem}
    p{margin:0 0 1rem;max-width:42rem;text-wrap:pretty}
    .note{font:.875rem/1.5 var(--sans);color:var(--soft);padding-left:.9rem;border-left:2px solid var(--rule);
    margin-bottom:1.4rem}
    .list{margin:0 0 1.5rem;display:grid;gap:.4rem 1.5rem;grid-template-columns:minmax(8rem,13rem) minmax(0,1fr);
    font-family:var(--sans)}
    .list dt{line-height:1.5}.list dd{line-height:1.5;font-size:.875rem}
    .list.hashes{grid-template-columns:minmax(7rem,9.5rem) minmax(0,1fr)}
    .list.hashes dd{font-family:var(--mono);font-size:.8125rem}
    .scroll{position:relative;overflow-x:auto;margin:0 0 1.75rem;width:max-content;max-width:100%;
    background:linear-gradient(to left,var(--paper) 35%,transparent) right/2.5rem 100% no-repeat local,
    linear-gradient(to left,var(--rule),transparent) right/.8rem 100% no-repeat scroll}
    @media screen and (min-width:52rem){.scroll{max-width:min(62rem,50vw + 22.5rem)}}
    figure .scroll{width:100%;max-width:100%;margin:0}
    table{border-collapse:collapse;font:.875rem/1.4 var(--sans);font-variant-numeric:tabular-nums lining-nums;
    min-width:min(100%,24rem);overflow-wrap:break-word}
    caption{caption-side:top;text-align:left;padding:0 0 .6rem;font:600 .9375rem/1.4 var(--sans);text-wrap:pretty}
    caption>span{display:block;position:sticky;left:0;max-width:min(100%,calc(100vw - 2rem))}
    caption .number,figcaption .number{color:var(--soft);font-weight:400}
    th,td{padding:.38rem .9rem .38rem 0;text-align:left;vertical-align:baseline;font-weight:400}
    th:last-child,td:last-child{padding-right:.1rem}
    thead th{vertical-align:bottom;border-bottom:1.5px solid var(--ink);font-size:.8125rem;color:var(--soft)}
    tbody tr{border-bottom:1px solid var(--rule)}
    tbody th{position:sticky;left:0;background:var(--paper);min-width:min(8rem,30vw)}
    thead th.num{min-width:4.5rem}
    .num{text-align:right}td.num{white-space:nowrap}
    .worst{color:var(--worst);font-weight:650}.good{color:var(--good)}.faint{color:var(--soft)}
    td.worst::before,th.worst::before{content:"\\25B8\\00A0"/""}
    .mark{font-family:var(--mono);font-size:.85em;color:var(--worst);unicode-bidi:isolate;white-space:nowrap}
    details{margin:0 0 1.75rem}
    summary{cursor:pointer;font:.875rem/1.5 var(--sans);color:var(--soft);padding:.35rem 0;width:fit-content;
    max-width:100%}
    summary:hover{color:var(--ink)}
    details[open]>summary{margin-bottom:.6rem}
    .samples{border:1px solid var(--rule);background:var(--surface);border-radius:3px}
    .samples>summary{width:auto;padding:1rem 1.1rem;color:var(--ink)}
    .samples>summary strong{color:var(--worst)}
    .samples[open]>summary{border-bottom:1px solid var(--rule);margin:0}
    article{padding:1.25rem 1.1rem 1.1rem;border-bottom:1px solid var(--rule);overflow:hidden}
    article:last-child{border-bottom:0}
    article h3{margin:0 0 .9rem;font:600 .9375rem/1.45 var(--sans)}
    article h3 .faint{font-weight:400;font-size:.8125rem;display:block}
    .role{margin:0 0 .2rem;font:600 .75rem/1.4 var(--sans);letter-spacing:.05em;text-transform:uppercase;
    color:var(--soft)}
    blockquote{margin:0 0 1rem;padding:0 0 0 .9rem;border-inline-start:2px solid var(--rule);white-space:pre-wrap;
    font-size:1rem;line-height:1.55}
    .reason{margin:0;font:.875rem/1.5 var(--sans);color:var(--soft)}
    footer{margin-top:4.5rem;padding-top:1.1rem;border-top:1.5px solid var(--ink)}
    footer h2{font-size:1.1875rem;margin-bottom:.9rem}
    """

  private static let figures = """
    figure{margin:0 0 .75rem}
    figcaption{margin:0 0 .9rem;font:600 .9375rem/1.4 var(--sans);text-wrap:pretty}
    svg{display:block;font-family:var(--sans);font-variant-numeric:tabular-nums lining-nums}
    svg.chart{height:auto;overflow:hidden}
    svg.chart:not(.sized){width:100%}
    svg.narrow{display:none}
    svg text{fill:var(--ink)}
    svg .soft{fill:var(--soft)}svg .worst{fill:var(--worst);font-weight:650}svg .strong{font-weight:600}
    svg .grid{stroke:var(--rule);stroke-width:1}
    svg .axis{stroke:var(--soft);stroke-width:1}
    svg .reference{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:4 3}
    svg .bar{fill:var(--bar)}svg .bar.worst{fill:var(--bar-worst)}
    svg .halo{stroke:var(--paper);stroke-width:5}
    svg .whisker{stroke:var(--ink);stroke-width:1.75}
    svg .reach{stroke:var(--soft);stroke-width:1}
    svg .tie{stroke:var(--soft);stroke-width:1;stroke-dasharray:1.5 2}
    svg .point{fill:var(--bar);stroke:var(--paper);stroke-width:1.2}
    svg .point.hollow{fill:var(--paper);stroke:var(--ink);stroke-width:1.75}
    svg .name{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
    svg .hatch{fill:url(#missing)}
    svg .ground{fill:var(--paper)}
    svg .tile{pointer-events:none}
    svg .tint{stroke:var(--paper);stroke-width:1.6;opacity:.42;fill:none}
    svg .tint.dot{fill:var(--paper);stroke:none}
    svg .tint.dark{stroke:var(--soft);opacity:.55}
    svg .edge{fill:none;stroke:var(--soft);stroke-width:1}
    svg .inside{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
    .legend{margin:0 0 .9rem;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;
    font:.8125rem/1.5 var(--sans)}
    .legend svg,.outcome svg{display:inline-block;vertical-align:-.15em;margin-right:.4rem}
    .legend .scale svg{margin:0 .45rem}
    .legend.codes{display:none}
    .patterns{position:absolute;width:0;height:0}
    @media screen and (max-width:40rem){
    .page{padding-inline:1rem}
    svg.wide{display:none}
    svg.narrow{display:block}svg.narrow:not(.sized){max-width:30rem}
    .scroll>svg.narrow{min-width:328px}
    .legend.codes{display:flex}
    section{margin-top:3.25rem}
    .list,.list.hashes{grid-template-columns:minmax(0,1fr);gap:0}.list dd{margin-bottom:.7rem}
    nav a{padding:.4rem 0}
    }
    """

  private static var categories: String {
    let fills = Palette.light.categories.indices.map { index in
      "svg .c\(index){fill:var(--c\(index))}svg .c\(index)i{fill:var(--c\(index)i);stroke:var(--c\(index))}"
    }
    let steps = Palette.light.heat.indices.map { index in
      "svg .h\(index){fill:var(--h\(index))}svg .h\(index)i{fill:var(--h\(index)i)}"
    }
    return (fills + steps).joined(separator: "\n")
  }

  private static let print = """
    @media print{
    :root{color-scheme:light;\(Palette.light.properties)}
    body{font-size:10.5pt;background:none}
    .page{max-width:none;padding:0}.skip,nav{display:none}
    section{margin-top:2rem}figure,article,tr{break-inside:avoid}h2,.lead,figcaption,caption{break-after:avoid}
    details:not(.samples){display:none}tbody th{position:static;background:none}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    .scroll{overflow:visible;background:none}
    }
    """
}
