// <blocks-editor>: adds, moves and removes blocks in place. Without it the same buttons send the form.
// Rich text (ProseMirror, by django-prose-editor) is fetched when a text comes near the screen.

const fresh = () => Math.random().toString(36).slice(2, 10).padEnd(8, "0");

// A copy of a <template>, its stand-in ids replaced in every attribute.
function copied(template, ids) {
  const box = document.createElement("template");
  let html = template.innerHTML;
  for (const [stand, id] of Object.entries(ids)) html = html.replaceAll(stand, id);
  box.innerHTML = html;
  return box.content.firstElementChild;
}

customElements.define("blocks-editor", class extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".blocks-list");
    this.status = this.querySelector("[role=status]");
    this.addEventListener("click", (event) => this.pressed(event));
    this.near = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) { this.near.unobserve(one.target); this.enrich(one.target); }
    }, { rootMargin: "400px" });
    this.watch(this.list);
  }

  disconnectedCallback() { this.near.disconnect(); }

  watch(part) { for (const box of part.querySelectorAll("textarea[data-rich]")) this.near.observe(box); }

  say(words, values) {
    this.status.textContent = Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words);
  }

  pressed(event) {
    const button = event.target.closest(`button[name="${this.dataset.name}-do"]`);
    if (!button) return;
    event.preventDefault();
    const [gesture] = button.value.split(" ");
    const block = button.closest(".edited-block");
    if (gesture === "add") this.add();
    else if (gesture === "more") this.addItem(block);
    else if (gesture === "less") this.remove(button.closest(".edited-item"), block.querySelector("[value^=more]"));
    else if (gesture === "remove") this.remove(block, this.querySelector(".add-block select"));
    else this.move(block, gesture === "up", button);
  }

  what(part) { return (part.querySelector("legend .what") ?? part.querySelector("legend"))?.textContent.trim() ?? ""; }

  add() {
    const kind = this.querySelector(".add-block select").value;
    const block = copied(this.querySelector(`:scope > template[data-kind="${kind}"]`), { BLOCK: fresh(), FIRST: fresh() });
    this.list.append(block);
    this.settle(block);
    this.say(this.dataset.added, { what: this.what(block) });
  }

  addItem(block) {
    const item = copied(block.querySelector("template[data-item]"), { ITEM: fresh() });
    block.querySelector(".block-items").append(item);
    this.settle(item);
    this.say(this.dataset.added, { what: this.what(item) });
  }

  settle(part) {
    this.number();
    this.watch(part);
    part.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    part.scrollIntoView({ block: "nearest" });
  }

  // What is removed may be put back until the next gesture.
  remove(part, next) {
    const place = document.createComment("removed");
    const what = this.what(part);
    part.replaceWith(place);
    this.querySelector(".put-back")?.remove();
    const back = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet small put-back", textContent: `${this.dataset.undo} · ${what}` });
    back.addEventListener("click", () => { place.replaceWith(part); back.remove(); this.number(); part.querySelector("button")?.focus(); });
    this.querySelector(".add-block").append(back);
    this.number();
    this.say(this.dataset.removed, { what });
    next?.focus();
  }

  move(block, up, button) {
    const other = up ? block.previousElementSibling : block.nextElementSibling;
    if (!other) return;
    up ? other.before(block) : other.after(block);
    this.number();
    button.focus();
    const all = [...this.list.children];
    this.say(this.dataset.moved, { what: this.what(block), rank: all.indexOf(block) + 1, total: all.length });
  }

  number() {
    for (const list of this.querySelectorAll(".blocks-list, .block-items")) {
      [...list.children].forEach((part, rank) => { const shown = part.querySelector(":scope > fieldset > legend .rank"); if (shown) shown.textContent = ` ${rank + 1}`; });
    }
  }

  async enrich(area) {
    const { richText } = await import(this.dataset.richText);
    richText(area, await import(this.dataset.prose), this.querySelector(":scope > template[data-tools]"));
  }
});
