// Enhancements only: every page works without this file. One file, so that a page asks for one.
document.documentElement.classList.add("js");
// Arabic pages group digits with a space, as the server does: « 6,000 » would read as six.
const NUMBERS = document.documentElement.lang.replace(/^ar\b.*/, "fr");

// <char-count data-words="Characters left: {n}"><textarea maxlength="600"></textarea></char-count>
customElements.define("char-count", class extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("textarea, input");
    if (!box || this.querySelector(".counter")) return;
    const limit = Number(box.getAttribute("maxlength"));
    const shown = Object.assign(document.createElement("span"), { className: "counter" });
    const heard = Object.assign(document.createElement("span"), { className: "sr" });
    shown.setAttribute("aria-hidden", "true");
    heard.setAttribute("role", "status");
    this.append(shown, heard);
    let timer;
    const count = (speak) => {
      const left = limit - box.value.length;
      shown.textContent = this.dataset.words.replace("{n}", left.toLocaleString(NUMBERS));
      shown.classList.toggle("near", left < limit / 10 && left > 0);
      shown.classList.toggle("over", left <= 0);
      clearTimeout(timer);
      // Heard when one stops typing, and only when it begins to matter.
      if (speak && left < limit / 5) timer = setTimeout(() => { heard.textContent = shown.textContent; }, 1200);
    };
    box.addEventListener("input", () => count(true));
    count(false);
  }
});

// <keep-draft key="…" data-kept="Kept on this device." data-erase="Erase from here"><form>…</form></keep-draft>
// The words stay on this device until the server has taken them or one erases them; it says so, for a
// phone may be shared. A failed sending (no network, an error page) keeps them.
const SENT = "draft-sent";
const failed = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
const skipped = (box) => !box.name || ["hidden", "file", "password"].includes(box.type) || box.closest(".pot");
const stored = (act) => { try { return act(); } catch { return null; } }; // a private window keeps nothing

customElements.define("keep-draft", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.place = `draft:${this.getAttribute("key")}`;
    const refused = this.querySelector(".error-summary, .wrong");
    if (stored(() => sessionStorage.getItem(SENT)) === this.place) {
      stored(() => sessionStorage.removeItem(SENT));
      if (!refused && !failed) this.forget();
    }
    if (!refused) this.restore(); // what the server sent back is newer than what was kept
    this.form.addEventListener("input", () => this.save());
    this.form.addEventListener("submit", () => stored(() => sessionStorage.setItem(SENT, this.place)));
  }

  get boxes() { return [...this.form.elements].filter((box) => !skipped(box)); }

  save() {
    const words = this.boxes
      .filter((box) => (["checkbox", "radio"].includes(box.type) ? box.checked : box.value))
      .map((box) => [box.name, box.value]);
    if (stored(() => { localStorage.setItem(this.place, JSON.stringify(words)); return true; })) this.say();
  }

  restore() {
    const words = stored(() => JSON.parse(localStorage.getItem(this.place)));
    if (!words?.length) return;
    for (const box of this.boxes) {
      const mine = words.filter(([name]) => name === box.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(box.type)) box.checked = mine.length ? mine.includes(box.value) : box.checked;
      else if (mine.length && !box.value) box.value = mine[0];
      box.dispatchEvent(new Event("input"));
    }
    this.say();
  }

  forget() { stored(() => localStorage.removeItem(this.place)); }

  say() {
    if (this.querySelector(".on-this-device")) return;
    const line = Object.assign(document.createElement("p"), { className: "on-this-device" });
    const words = Object.assign(document.createElement("span"), { textContent: this.dataset.kept });
    words.setAttribute("role", "status");
    const erase = Object.assign(document.createElement("button"), { type: "button", className: "btn plain small", textContent: this.dataset.erase });
    erase.addEventListener("click", () => { this.forget(); this.form.reset(); line.remove(); });
    line.append(words, erase);
    this.append(line);
  }
});

// The form has gone (a receipt, a list): what was sent need not stay here.
const sent = stored(() => sessionStorage.getItem(SENT));
if (sent && !failed) stored(() => { localStorage.removeItem(sent); sessionStorage.removeItem(SENT); });

// <video-consent data-embed="https://…" data-title="…">: the player is loaded when one asks, in the place of the words.
customElements.define("video-consent", class extends HTMLElement {
  connectedCallback() {
    this.querySelector("a.btn")?.addEventListener("click", (event) => {
      if (!this.dataset.embed) return;
      event.preventDefault();
      const player = Object.assign(document.createElement("iframe"), { src: this.dataset.embed, title: this.dataset.title, allowFullscreen: true, referrerPolicy: "strict-origin-when-cross-origin" });
      this.replaceChildren(player);
      player.focus();
    });
  }
});

// Small gestures, asked by attributes, heard once on the document so that htmx fragments have them too.


document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-opens]"); // a link or button that opens a <dialog>
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) { closer.closest("dialog, .toast")?.[closer.closest("dialog") ? "close" : "remove"](); return; }
  const copier = event.target.closest("[data-copies]"); // data-copies="text" data-done="Copied"
  if (copier) {
    await navigator.clipboard.writeText(copier.dataset.copies);
    copier.lastElementChild.textContent = copier.dataset.done;
    return;
  }
  if (event.target instanceof HTMLDialogElement) event.target.close(); // a click on the backdrop
});

// <form data-confirm="Sentence" data-yes="Withdraw" data-no="Keep it">: asked in a dialog; without script, the form is sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.dataset.sure) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const sender = event.submitter;
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { textContent: form.dataset.confirm, id: "sure" });
  const foot = Object.assign(document.createElement("div"), { className: "form-foot" });
  const no = Object.assign(document.createElement("button"), { className: "btn quiet", textContent: form.dataset.no, autofocus: true });
  const yes = Object.assign(document.createElement("button"), { className: "btn danger", textContent: form.dataset.yes });
  dialog.setAttribute("aria-labelledby", "sure");
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => { form.dataset.sure = "1"; dialog.close(); form.requestSubmit(sender); });
  dialog.addEventListener("close", () => { dialog.remove(); sender?.focus(); });
  foot.append(no, yes);
  dialog.append(title, foot);
  document.body.append(dialog);
  dialog.showModal();
}, true);

// The comment form asked for and drawn in place (#write-…) is where one goes on: its words take the focus.
document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target.id?.startsWith("write-")) target.querySelector("textarea")?.focus();
});

// A double click sends once; the server stays the judge.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const sender = event.submitter;
  if (sender) setTimeout(() => { sender.setAttribute("aria-disabled", "true"); setTimeout(() => sender.removeAttribute("aria-disabled"), 4000); });
});
document.addEventListener("click", (event) => { if (event.target.closest("button[aria-disabled=true]")) event.preventDefault(); }, true);

// The phone menu closes with Escape and gives the focus back.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// [data-pick-all] checks every .pick of its form; [data-picked] shows how many.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  if (!form || !event.target.matches(".pick, [data-pick-all]")) return;
  const picks = [...form.querySelectorAll(".pick")];
  if (event.target.matches("[data-pick-all]")) picks.forEach((pick) => { pick.checked = event.target.checked; });
  const number = picks.filter((pick) => pick.checked).length;
  form.querySelectorAll("[data-picked]").forEach((place) => { place.textContent = number; });
});

// Where `field-sizing` is unknown, a text box still grows with its words.
if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.("textarea")) { target.style.height = "auto"; target.style.height = `${target.scrollHeight + 3}px`; }
  });
}

// On a phone, a row of pages one slides shows the current one; a form with errors shows its summary.
for (const row of document.querySelectorAll(".side ul, .tabs, .scroll-x")) {
  const here = row.querySelector("[aria-current]");
  if (here) row.scrollBy({ left: here.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - here.offsetWidth) / 2, behavior: "instant" });
}
document.querySelector(".error-summary")?.focus();
