// Evaluated in the page by check_report.py; gives what no DevTools domain tells.
(() => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const short = (element) =>
    `<${element.tagName.toLowerCase()}${element.className?.baseVal ?? element.className ? " ." : ""}` +
    `${element.className?.baseVal ?? element.className}> ${(element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40)}`;
  const numbers = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const isClear = (color) => color === "transparent" || (numbers(color).length === 4 && numbers(color)[3] === 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!isClear(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };

  // Text on its ground: elements with text of their own, then the words of figures on what is drawn beneath them.
  const pale = [];
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("svg, .sr, .skip") || !seen(element)) continue;
    texts += 1;
    const ratio = contrast(getComputedStyle(element).color, ground(element));
    if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${short(element)}`);
  }
  const tiny = [];
  for (const text of document.querySelectorAll("svg text")) {
    if (!seen(text)) continue;
    text.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = text.getBoundingClientRect();
    const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      .filter((element) => element instanceof SVGRectElement)
      .map((element) => getComputedStyle(element).fill)
      .find((fill) => fill.startsWith("rgb"));
    texts += 1;
    const ratio = contrast(getComputedStyle(text).fill, under ?? ground(text.closest("svg")));
    if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${short(text)}`);
    const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b);
    if (size < 8) tiny.push(`${size.toFixed(1)} px ${short(text)}`);
  }
  window.scrollTo(0, 0);

  const width = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    if (!seen(element) || element.closest(".scroll, .sr, .skip, .patterns") !== null) return false;
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) return false;
    return element.getBoundingClientRect().right > width + 1 || element.scrollWidth > Math.max(width, element.clientWidth + 1);
  });
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const small = [...document.querySelectorAll("summary, nav a")].filter(
    (element) => seen(element) && element.getBoundingClientRect().height < 24);
  return {
    width,
    scrollWidth: document.documentElement.scrollWidth,
    wide: wide.slice(0, 5).map(short),
    pale: pale.slice(0, 5),
    tiny: tiny.slice(0, 5),
    small: small.slice(0, 5).map(short),
    texts,
    repeated: ids.filter((id, index) => ids.indexOf(id) !== index).slice(0, 5),
    open: document.querySelectorAll("details[open]").length,
    warnings: document.querySelectorAll("details.samples").length,
    charts: [...document.querySelectorAll("svg.chart")].filter(seen).length,
    foreign: document.querySelectorAll("script, iframe, object, embed, link, img, form, base, [style*='url(']").length,
    handlers: [...document.querySelectorAll("*")].filter((element) =>
      [...element.attributes].some((attribute) => attribute.name.startsWith("on"))).length,
    bareQuotes: [...document.querySelectorAll("blockquote")].filter(
      (quote) => !quote.hasAttribute("lang") || !["ltr", "rtl", "auto"].includes(quote.dir)).length,
    h1: document.querySelector("h1")?.textContent ?? "",
    ground: getComputedStyle(document.body).backgroundColor,
  };
})()
