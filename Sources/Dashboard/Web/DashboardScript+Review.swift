extension DashboardScript {
  /// A form: keys for its answers, a draft that outlives the page, and an outbox from which what was sent goes out until
  /// the server has said that it is on disk. The same key goes with every attempt, so that it counts once.
  static let review = #"""
    (() => {
      "use strict";
      const form = document.getElementById("review");
      if (!form) return;
      const saved = form.querySelector(".saved");
      const say = (words) => { saved.textContent = words };
      const store = {
        get: (key) => { try { return JSON.parse(localStorage.getItem(key)) } catch { return null } },
        set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true } catch { return false } },
        remove: (key) => { try { localStorage.removeItem(key) } catch { /* a private window */ } },
      };
      const who = document.body.dataset.review;
      const draftKey = `isogloss-draft\n${who}\n${form.elements.item.value}`;
      const outbox = `isogloss-outbox\n${who}`;
      const fields = (skip) => {
        const data = new URLSearchParams(new FormData(form));
        data.delete("csrf");
        if (skip) data.set("do", "skip");
        return data.toString();
      };

      // The draft: what was chosen before the page was lost.
      const draft = store.get(draftKey);
      if (draft && !document.querySelector("[role=alert]")) {
        const values = new URLSearchParams(draft);
        for (const element of form.elements) {
          if (!element.name || (!element.name.startsWith("a.") && element.name !== "comment")) continue;
          if (element.type === "radio" || element.type === "checkbox") {
            element.checked = values.getAll(element.name).includes(element.value);
          } else if (values.has(element.name)) { element.value = values.get(element.name) }
        }
        // The key of a draft goes with it: it may have been sent already.
        if (values.get("key")) form.elements.key.value = values.get("key");
        say("Your answers from before are filled in.");
      }
      form.addEventListener("input", () => { store.set(draftKey, fields(false)) });

      // The outbox.
      let isBusy = false;
      const send = async () => {
        for (;;) {
          const waiting = store.get(outbox) || [];
          if (!waiting.length) return true;
          let answer;
          try {
            answer = await fetch("/api/review", {
              method: "POST", body: waiting[0].fields, signal: AbortSignal.timeout(15000),
              headers: { "content-type": "application/x-www-form-urlencoded", "x-isogloss-form": form.elements.csrf.value },
            });
          } catch {
            say(`Not sent yet: the server is away. ${waiting.length} kept in this browser, tried again every 2 seconds.`);
            return false;
          }
          if (answer.status === 403) {
            say("Not sent yet: your session is over. Sign in in another tab and load this page again; your answers are kept.");
            return false;
          }
          if (answer.status === 429 || answer.status >= 500) {
            say("Not sent yet: the server cannot take it now. It is kept in this browser, and tried again.");
            return false;
          }
          const words = await answer.json().catch(() => ({}));
          // What others sent meanwhile from another tab is still there.
          store.set(outbox, (store.get(outbox) || []).filter((item) => item.key !== waiting[0].key));
          if (!answer.ok) {
            say(words.problem || words.error || "This was not taken.");
            return null;
          }
          store.remove(waiting[0].draft);
        }
      };
      const flush = async () => {
        if (isBusy) return;
        isBusy = true;
        const result = await send();
        isBusy = false;
        if (result === false) setTimeout(flush, 2000);
        if (result === true && leaving) location.assign(next());
        if (result === null) leaving = false;
      };
      let leaving = false;
      const next = () => {
        const language = form.elements.language.value;
        return `/review?f=${encodeURIComponent(form.elements.f.value)}` +
          (language ? `&language=${encodeURIComponent(language)}` : "");
      };
      const submit = (skip) => {
        if (leaving) return;
        const item = { key: form.elements.key.value, draft: draftKey, fields: fields(skip) };
        const waiting = (store.get(outbox) || []).filter((other) => other.key !== item.key);
        if (!store.set(outbox, [...waiting, item])) return false;
        leaving = true;
        say("Saving …");
        flush();
        return true;
      };
      form.addEventListener("submit", (event) => {
        const skip = event.submitter && event.submitter.value === "skip";
        if (submit(skip) !== false) event.preventDefault();
      });
      if ((store.get(outbox) || []).length) flush();

      // Keys: a choice's own; a digit for the questions in turn; Enter saves, s passes over, b goes back.
      const choose = (box) => {
        box.checked = box.type === "checkbox" || form.elements[box.name].length === undefined ? !box.checked
          : !(box.checked && box.dataset.again);
        for (const other of form.querySelectorAll("[data-again]")) delete other.dataset.again;
        if (box.checked) box.dataset.again = "1";
        box.focus();
        form.dispatchEvent(new Event("input"));
      };
      const open = () => [...form.querySelectorAll("fieldset")].find((part) =>
        part.querySelector("input[type=radio], input[type=checkbox]") && !part.querySelector("input:checked"));
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest("textarea, select, dialog, input[type=text], input[type=search]")) return;
        // A number stands in every question without keys of its own: it answers the one that is at hand.
        const keyed = [...form.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === event.key);
        let box = keyed.length === 1 ? keyed[0] : null;
        if (!box && /^[1-9]$/.test(event.key)) {
          const part = document.activeElement.closest?.("fieldset") || open();
          box = part?.querySelectorAll("input[type=radio], input[type=checkbox]")[Number(event.key) - 1];
          if (box?.type === "radio") {
            choose(box);
            part.nextElementSibling?.closest("fieldset")?.querySelector("input, textarea")?.focus();
            event.preventDefault();
            event.stopImmediatePropagation();
            return;
          }
        }
        if (box) choose(box);
        else if (event.key === "Enter" && !event.target.closest("button, a, summary")) submit(false);
        else if (event.key === "s") submit(true);
        else if (event.key === "b" && form.querySelector("a.back")) location.assign(form.querySelector("a.back").href);
        else return;
        event.preventDefault();
        event.stopImmediatePropagation();
      }, true);
    })();

    """#
}
