// A textarea of HTML becomes rich text, with our own toolbar: no icon font, no style tag, words for screen readers.

const TOOLS = {
  bold: ["bold", (c) => c.toggleBold()],
  italic: ["italic", (c) => c.toggleItalic()],
  heading2: [["heading", { level: 2 }], (c) => c.toggleHeading({ level: 2 })],
  heading3: [["heading", { level: 3 }], (c) => c.toggleHeading({ level: 3 })],
  bullets: ["bulletList", (c) => c.toggleBulletList()],
  numbers: ["orderedList", (c) => c.toggleOrderedList()],
  quote: ["blockquote", (c) => c.toggleBlockquote()],
  undo: [null, (c) => c.undo()],
};

export function richText(area, prose, template) {
  if (area.dataset.enriched) return;
  area.dataset.enriched = "1";
  const tools = template.content.firstElementChild.cloneNode(true);
  const room = Object.assign(document.createElement("div"), { className: "rich-text" });
  area.before(tools, room);
  area.hidden = true;
  const label = area.labels[0];
  const editor = new prose.Editor({
    element: room,
    injectCSS: false,
    content: area.value,
    extensions: [
      prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.Bold, prose.Italic,
      prose.Heading.configure({ levels: [2, 3] }), prose.BulletList, prose.OrderedList, prose.ListItem,
      prose.Blockquote, prose.Link.configure({ openOnClick: false }), prose.History,
    ],
    editorProps: { attributes: { class: "prose", role: "textbox", "aria-multiline": "true", "aria-label": label?.textContent.trim() ?? "", lang: area.lang, dir: area.dir } },
    onUpdate: () => { area.value = editor.isEmpty ? "" : editor.getHTML(); area.dispatchEvent(new Event("input", { bubbles: true })); },
    onTransaction: () => show(),
  });
  label?.addEventListener("click", () => editor.commands.focus());

  const linkBox = tools.querySelector(".link-box");
  const address = linkBox.querySelector("input");
  const show = () => {
    for (const button of tools.querySelectorAll("[data-tool]")) {
      const [active] = TOOLS[button.dataset.tool] ?? ["link"];
      if (active) button.setAttribute("aria-pressed", String(editor.isActive(...[active].flat())));
    }
  };
  const chain = () => editor.chain().focus();
  const setLink = () => {
    const href = address.value.trim();
    if (href) chain().extendMarkRange("link").setMark("link", { href }).run();
    linkBox.hidden = true;
  };

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.tool === "link") {
      linkBox.hidden = !linkBox.hidden;
      address.value = editor.getAttributes("link").href ?? "";
      if (!linkBox.hidden) address.focus();
    } else if (button.dataset.link === "set") setLink();
    else if (button.dataset.link === "unset") { chain().extendMarkRange("link").unsetMark("link").run(); linkBox.hidden = true; }
    else TOOLS[button.dataset.tool][1](chain()).run();
  });
  address.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); setLink(); } });

  // One stop for the Tab key, arrows inside (ARIA toolbar pattern); arrows follow the direction of reading.
  tools.addEventListener("keydown", (event) => {
    if (!event.target.dataset.tool || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const all = [...tools.querySelectorAll("[data-tool]")];
    const forward = (event.key === "ArrowRight") === (getComputedStyle(tools).direction === "ltr");
    const next = all[(all.indexOf(event.target) + (forward ? 1 : all.length - 1)) % all.length];
    all.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
}
