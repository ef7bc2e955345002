/// The pages' one script: keys, the content warning, and news of what is still being written. Every page works without it.
enum DashboardScript {
  static let text = base + review

  private static let base = #"""
    "use strict";
    (() => {
      const body = document.body;
      const get = (key) => { try { return sessionStorage.getItem(key) } catch { return null } };
      const set = (key, value) => { try { sessionStorage.setItem(key, value) } catch { /* a private window */ } };

      // Content warnings: who has opened one has read it, until the window is closed.
      const warnings = [...document.querySelectorAll("details.samples")];
      if (get("isogloss-warned")) for (const part of warnings) part.open = true;
      for (const part of warnings) {
        part.addEventListener("toggle", () => { if (part.open) set("isogloss-warned", "1") });
      }

      // Keys.
      const items = [...document.querySelectorAll(".item, .runs tbody tr, .rows tbody tr")];
      let here = -1;
      const shown = (item) => item.getClientRects().length > 0;
      const go = (step) => {
        let next = here;
        do { next += step } while (items[next] && !shown(items[next]));
        if (!items[next]) return;
        if (items[here]) items[here].classList.remove("here");
        here = next;
        const item = items[here];
        item.classList.add("here");
        item.tabIndex = -1;
        item.focus({ preventScroll: true });
        item.scrollIntoView({ block: "nearest" });
      };
      const follow = (link) => { if (link) location.assign(link.href) };
      const help = document.getElementById("help");
      const keys = document.getElementById("keys");
      if (keys && help && help.showModal) {
        keys.hidden = false;
        keys.addEventListener("click", () => help.showModal());
      }
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog")) return;
        switch (event.key) {
          case "j": go(1); break;
          case "k": go(-1); break;
          case "o": follow(items[here] && items[here].querySelector("a[href]")); break;
          case "n": follow(document.querySelector("a[rel=next]")); break;
          case "p": follow(document.querySelector("a[rel=prev]")); break;
          case "w": for (const part of warnings) part.open = !part.open; break;
          case "/": document.getElementById("find")?.focus(); break;
          case "?": help?.showModal(); break;
          default: return;
        }
        event.preventDefault();
      });

      // A page of something that is being written asks how far it is.
      const news = document.getElementById("news");
      const tell = (words) => { news.textContent = words; news.hidden = !words };
      window.isogloss = { tell };
      if (body.dataset.poll) {
        const every = Number(body.dataset.every || 3000);
        const look = async () => {
          try {
            const answer = await fetch(body.dataset.poll, { headers: { accept: "application/json" } });
            if (answer.ok) {
              const state = await answer.json();
              for (const bar of document.querySelectorAll("progress[data-live]")) {
                if (state.total) { bar.max = state.total; bar.value = state.done }
              }
              for (const words of document.querySelectorAll("[data-live=words]")) words.textContent = state.words;
              if (state.version !== body.dataset.version && state.isReady && !document.querySelector("dialog[open]")) {
                location.reload();
                return;
              }
            }
          } catch { /* the server is away: the next look may find it */ }
          setTimeout(look, every);
        };
        setTimeout(look, every);
      }
    })();

    """#
}
