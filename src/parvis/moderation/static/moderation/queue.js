// The moderation page: keys for those who read a hundred messages a day, and the usual sentence of each reason.
const store = "moderation-keys";
const toggle = document.querySelector("[data-shortcuts]");
try { if (toggle && localStorage.getItem(store) === "off") toggle.checked = false; } catch { /* private window: keys stay on */ }
toggle?.addEventListener("change", () => { try { localStorage.setItem(store, toggle.checked ? "on" : "off"); } catch { /* not kept */ } });

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !toggle?.checked) return;
  const target = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
  if (target.matches("summary")) target.parentElement.querySelector("input[type=radio]")?.focus();
});

// Choosing a reason proposes its sentence, unless the moderator has already written her own.
const statement = document.querySelector("#statement");
const usual = [...document.querySelectorAll("[data-words]")].map((radio) => radio.dataset.words);
document.addEventListener("change", (event) => {
  if (!statement || !event.target.matches("[data-words]")) return;
  if (!statement.value.trim() || usual.includes(statement.value)) statement.value = event.target.dataset.words;
});
